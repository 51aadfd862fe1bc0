import { Injectable } from '@nestjs/common';
import { type Permission } from '../../../contracts/permissions.js';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Random } from '../../../platform/random/random.js';
import { type CloseFact, type VisitStatus } from '../domain/visit-facts.js';
import { VisitRepository } from '../persistence/visit-repository.js';
import { VisitNotFoundError, VisitWrongStateError } from '../visits.errors.js';
import { AdvanceVisit } from './advance-visit.js';
import { ownHostEmail } from './caller.js';
import { refuseStale } from './refuse-stale.js';
import { VisitPresenter } from './visit-presenter.js';
import { type VisitView } from './visit-view.js';

/** What distinguishes one way of ending a visit by hand from another. */
export interface Closing {
  readonly permission: Permission;
  /** The only status it may end. */
  readonly from: VisitStatus;
  readonly to: Pick<CloseFact, 'status' | 'closedReason'>;
  readonly action: string;
}

/** Ends a visit on a person's word. */
@Injectable()
export class CloseVisit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly visits: VisitRepository,
    private readonly advance: AdvanceVisit,
    private readonly presenter: VisitPresenter,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** @throws VISIT_NOT_FOUND, VISIT_STALE, VISIT_WRONG_STATE */
  async run(visitId: string, closing: Closing, expectedVersion: number | null): Promise<VisitView> {
    const own = ownHostEmail(closing.permission);
    return this.unitOfWork.run(async (tx) => {
      const locked = await this.visits.lock(tx, visitId, own);
      if (locked === null) throw new VisitNotFoundError(visitId);
      refuseStale(locked.visit, expectedVersion);
      if (locked.visit.status !== closing.from) throw new VisitWrongStateError(locked.visit.status);
      const now = this.clock.now();
      await this.advance.run(tx, locked.visit, {
        facts: [{ kind: 'close', eventId: this.random.uuid(), occurredAt: now, endedAt: now, ...closing.to }],
      });
      audit(tx, { action: closing.action, entity: 'visit', entityId: visitId, detail: {} });
      return this.presenter.one(tx, visitId, null);
    });
  }
}
