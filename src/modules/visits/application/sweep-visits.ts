import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { publish } from '../../../contracts/events/publish.js';
import { PassageCompleteness } from '../../../contracts/ports/passage-completeness.js';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type Cause } from '../../../platform/event-log/event-envelope.js';
import { Random } from '../../../platform/random/random.js';
import { dueOf, isConfirmed, isDue, type Due, type SweepInstant } from '../domain/due.js';
import { foldVisit, type VisitState } from '../domain/fold-visit.js';
import { type CloseFact, type VisitFact } from '../domain/visit-facts.js';
import { VisitRepository, type NewFact, type VisitProgress } from '../persistence/visit-repository.js';
import { type VisitEntity } from '../persistence/visit.entity.js';
import { HoldPassages } from './hold-passages.js';
import { progressOf, publishProgress, termsOf } from './visit-progress.js';

const AT_ONCE = 100;
/** So long passages that are stored take to be given to visits, at most. */
const SOON_MS = 500;
const BY_TIME: Cause = { kind: 'time', ref: null };

/** Does to visits what time does: marks overstaying, closes no-shows, the expired, and those nobody came back to. */
@Injectable()
export class SweepVisits {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly visits: VisitRepository,
    private readonly completeness: PassageCompleteness,
    private readonly holdPassages: HoldPassages,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** One step of at most 100 visits. @returns when the next is due: `'now'` when there may be more, null when never */
  async run(): Promise<Date | 'now' | null> {
    const now = this.clock.now();
    const { at, dueIds, nextDueAt } = await this.unitOfWork.read((tx) => this.look(tx, now));
    if (dueIds.length === 0) return nextDueAt;
    const isDone = await this.unitOfWork.run((tx) => this.step(tx, dueIds, at));
    return isDone ? 'now' : new Date(now.getTime() + SOON_MS);
  }

  /** What is known of passages is asked first: what the step finds applied is then no less. */
  private async look(
    tx: Transaction,
    now: Date,
  ): Promise<{ readonly at: SweepInstant; readonly dueIds: readonly string[]; readonly nextDueAt: Date | null }> {
    const at = { now, knownTo: (await this.completeness.knownTo(tx, now)) ?? now };
    const dueIds = await this.visits.dueIds(tx, at, this.settings, AT_ONCE);
    return { at, dueIds, nextDueAt: dueIds.length > 0 ? null : await this.visits.nextDueAt(tx, now, this.settings) };
  }

  /** @returns false: passages that are stored wait to be given to their visits, and nothing was done */
  private async step(tx: Transaction, dueIds: readonly string[], at: SweepInstant): Promise<boolean> {
    const { now } = at;
    if (!(await this.holdPassages.run(tx))) return false;
    const visits = await this.visits.lockMany(tx, dueIds);
    const facts = await this.visits.factsOf(tx, dueIds);
    const closes: NewFact[] = [];
    const rows: VisitProgress[] = [];
    const endedGuestIds = new Set<string>();
    for (const visit of visits) {
      const known = facts.get(visit.id) ?? [];
      const before = foldVisit(termsOf(visit), known, now, this.settings);
      const due = dueOf(before, visit, visit.overstayedAt !== null, this.settings);
      // What the fold says now stands, also where the row was found due by what it said before it was locked.
      if (due === null || !isDue(due, at)) rows.push(progressOf(visit, before));
      else if (due.action === 'mark_overstaying') rows.push(this.mark(tx, visit, before, now));
      else {
        const close = this.closeOf(due, now);
        closes.push({ visitId: visit.id, fact: close });
        rows.push(this.close(tx, visit, before, [...known, close], now, isConfirmed(due, at.knownTo)));
        endedGuestIds.add(visit.guestId);
      }
    }
    await this.visits.addFacts(tx, closes);
    await this.visits.saveProgress(tx, rows, [...endedGuestIds], now);
    return true;
  }

  private mark(tx: Transaction, visit: VisitEntity, state: VisitState, now: Date): VisitProgress {
    const { id: visitId, guestId } = visit;
    publish(tx, 'visits.visit-overstayed.v1', { visitId, guestId }, { visitIds: [visitId], cause: BY_TIME });
    return { ...progressOf(visit, state), overstayedAt: now };
  }

  private close(
    tx: Transaction,
    visit: VisitEntity,
    before: VisitState,
    facts: readonly VisitFact[],
    now: Date,
    isKnown: boolean,
  ): VisitProgress {
    const after = foldVisit(termsOf(visit), facts, now, this.settings);
    publishProgress(tx, visit, before, after, BY_TIME, isKnown ? {} : { isUnconfirmed: true });
    audit(tx, {
      action: 'visits.close',
      entity: 'visit',
      entityId: visit.id,
      detail: { status: after.status, closedReason: after.closedReason, ...(!isKnown && { isUnconfirmed: true }) },
    });
    return progressOf(visit, after);
  }

  private closeOf(due: Extract<Due, { action: 'close' }>, now: Date): CloseFact {
    const { status, closedReason, endedAt } = due;
    return { kind: 'close', eventId: this.random.uuid(), occurredAt: now, status, closedReason, endedAt };
  }
}
