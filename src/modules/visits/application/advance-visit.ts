import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { foldVisit, type VisitState } from '../domain/fold-visit.js';
import { type VisitFact } from '../domain/visit-facts.js';
import { VisitRepository } from '../persistence/visit-repository.js';
import { type VisitEntity } from '../persistence/visit.entity.js';
import { progressOf, publishProgress, termsOf } from './visit-progress.js';

export interface Advance {
  readonly facts: readonly VisitFact[];
  /** Something else that was agreed has changed too; the row in `visit` holds it already. */
  readonly hasAgreedOtherwise?: boolean;
}

/** Adds facts to one locked visit, folds it anew, writes and tells what came of it. For the commands of people. */
@Injectable()
export class AdvanceVisit {
  constructor(
    private readonly visits: VisitRepository,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  async run(tx: Transaction, visit: VisitEntity, { facts, hasAgreedOtherwise }: Advance): Promise<VisitState> {
    const now = this.clock.now();
    const known = (await this.visits.factsOf(tx, [visit.id])).get(visit.id) ?? [];
    const before = foldVisit(termsOf(visit), known, now, this.settings);
    const after = foldVisit(termsOf(visit), [...known, ...facts], now, this.settings);
    await this.visits.addFacts(
      tx,
      facts.map((fact) => ({ visitId: visit.id, fact })),
    );
    await this.visits.saveProgress(tx, [progressOf(visit, after, hasAgreedOtherwise)], [visit.guestId], now);
    publishProgress(tx, visit, before, after);
    return after;
  }
}
