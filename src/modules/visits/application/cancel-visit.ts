import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Random } from '../../../platform/random/random.js';
import { VisitRepository } from '../persistence/visit-repository.js';
import { VisitNotFoundError, VisitWrongStateError } from '../visits.errors.js';
import { AdvanceVisit } from './advance-visit.js';
import { ownHostEmail } from './caller.js';
import { refuseStale } from './refuse-stale.js';
import { VisitPresenter } from './visit-presenter.js';
import { type VisitView } from './visit-view.js';

@Injectable()
export class CancelVisit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly visits: VisitRepository,
    private readonly advance: AdvanceVisit,
    private readonly presenter: VisitPresenter,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** Ends a visit that has not begun. @throws VISIT_NOT_FOUND, VISIT_STALE, VISIT_WRONG_STATE */
  async run(visitId: string, expectedVersion: number | null = null): Promise<VisitView> {
    const own = ownHostEmail('visits.write');
    return this.unitOfWork.run(async (tx) => {
      const locked = await this.visits.lock(tx, visitId, own);
      if (locked === null) throw new VisitNotFoundError(visitId);
      refuseStale(locked.visit, expectedVersion);
      if (locked.visit.status !== 'expected') throw new VisitWrongStateError(locked.visit.status);
      const now = this.clock.now();
      await this.advance.run(tx, locked.visit, {
        facts: [
          {
            kind: 'close',
            eventId: this.random.uuid(),
            occurredAt: now,
            status: 'cancelled',
            closedReason: 'cancelled',
            endedAt: now,
          },
        ],
      });
      audit(tx, { action: 'visits.cancel', entity: 'visit', entityId: visitId, detail: {} });
      return this.presenter.one(tx, visitId, null);
    });
  }
}
