import { Injectable } from '@nestjs/common';
import { VisitAccess } from '../../../contracts/ports/visit-access.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type VisitDetails } from '../persistence/visit-details.js';
import { VisitRepository } from '../persistence/visit-repository.js';
import { VisitNotFoundError } from '../visits.errors.js';
import { toVisitView, type VisitView } from './visit-view.js';

/** Puts together what visits and access-control know: one statement each, whatever the number of visits. */
@Injectable()
export class VisitPresenter {
  constructor(
    private readonly visits: VisitRepository,
    private readonly access: VisitAccess,
    private readonly clock: Clock,
  ) {}

  /** @throws VISIT_NOT_FOUND also when the visit is of another host than `ownHostEmail` */
  async one(tx: Transaction, visitId: string, ownHostEmail: string | null): Promise<VisitView> {
    const details = await this.visits.find(tx, visitId, ownHostEmail);
    const [view] = details === null ? [] : await this.many(tx, [details]);
    if (view === undefined) throw new VisitNotFoundError(visitId);
    return view;
  }

  async many(tx: Transaction, visits: readonly VisitDetails[]): Promise<readonly VisitView[]> {
    if (visits.length === 0) return [];
    const access = await this.access.ofVisits(
      tx,
      visits.map(({ id }) => id),
    );
    const now = this.clock.now();
    return visits.map((visit) => {
      const ofVisit = access.get(visit.id);
      if (ofVisit === undefined) throw new Error(`access-control left visit ${visit.id} out of its answer`);
      return toVisitView(visit, ofVisit, now);
    });
  }
}
