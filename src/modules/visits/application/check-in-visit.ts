import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { BELLS } from '../../../contracts/bells.js';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Doorbell } from '../../../platform/doorbell/doorbell.js';
import { Random } from '../../../platform/random/random.js';
import { VisitRepository } from '../persistence/visit-repository.js';
import { type VisitEntity } from '../persistence/visit.entity.js';
import { CheckInTooEarlyOrLateError, VisitNotFoundError, VisitWrongStateError } from '../visits.errors.js';
import { AdvanceVisit } from './advance-visit.js';
import { ownHostEmail } from './caller.js';
import { refuseStale } from './refuse-stale.js';
import { VisitPresenter } from './visit-presenter.js';
import { type VisitView } from './visit-view.js';

@Injectable()
export class CheckInVisit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly visits: VisitRepository,
    private readonly advance: AdvanceVisit,
    private readonly presenter: VisitPresenter,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly doorbell: Doorbell,
  ) {}

  /** By hand; gives no access of its own. @throws VISIT_NOT_FOUND, VISIT_STALE, VISIT_WRONG_STATE, CHECK_IN_OUTSIDE_HOURS */
  async run(visitId: string, expectedVersion: number | null = null): Promise<VisitView> {
    const own = ownHostEmail('visits.check-in-out');
    return this.unitOfWork.run(async (tx) => {
      const locked = await this.visits.lock(tx, visitId, own);
      if (locked === null) throw new VisitNotFoundError(visitId);
      const { visit } = locked;
      refuseStale(visit, expectedVersion);
      if (visit.status !== 'expected') throw new VisitWrongStateError(visit.status);
      const now = this.clock.now();
      this.checkHours(visit, now);
      await this.advance.run(tx, visit, {
        facts: [{ kind: 'check_in', eventId: this.random.uuid(), occurredAt: now }],
      });
      audit(tx, { action: 'visits.check-in', entity: 'visit', entityId: visitId, detail: {} });
      tx.afterCommit(() => this.doorbell.ring(BELLS.sweepVisits));
      return this.presenter.one(tx, visitId, null);
    });
  }

  private checkHours({ validFrom, validTo }: VisitEntity, now: Date): void {
    const from = new Date(validFrom.getTime() - this.settings.earlyArrivalMs);
    if (now.getTime() < from.getTime() || now.getTime() > validTo.getTime()) {
      throw new CheckInTooEarlyOrLateError(from, validTo);
    }
  }
}
