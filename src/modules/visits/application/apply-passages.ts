import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { BELLS } from '../../../contracts/bells.js';
import { publish } from '../../../contracts/events/publish.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { Doorbell } from '../../../platform/doorbell/doorbell.js';
import { type Cause } from '../../../platform/event-log/event-envelope.js';
import { attachPassages, type AttachedPassages } from '../domain/attach-passages.js';
import { type PassageFact } from '../domain/visit-facts.js';
import { VisitRepository, type NewFact, type VisitProgress } from '../persistence/visit-repository.js';
import { type VisitEntity } from '../persistence/visit.entity.js';
import { progressOf, publishProgress, termsOf } from './visit-progress.js';

export interface GuestPassage extends PassageFact {
  readonly guestId: string;
}

/** What a batch comes to over all its guests. */
class Outcome {
  readonly facts: NewFact[] = [];
  readonly lostFacts: NewFact[] = [];
  readonly rows = new Map<string, VisitProgress>();
  readonly guestIds = new Set<string>();
}

/** Gives passages to visits, folds those anew, writes and tells: as many statements for any size of the batch. */
@Injectable()
export class ApplyPassages {
  constructor(
    private readonly visits: VisitRepository,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly doorbell: Doorbell,
  ) {}

  async run(tx: Transaction, passages: readonly GuestPassage[]): Promise<void> {
    if (passages.length === 0) return;
    const times = passages.map(({ occurredAt }) => occurredAt.getTime());
    // Up to now: what is attached already and lies after these may have to move, to a visit that begins after them.
    const to = Math.max(this.clock.now().getTime(), ...times);
    const span = { from: new Date(Math.min(...times)), to: new Date(to) };
    const guestIds = [...new Set(passages.map(({ guestId }) => guestId))];
    const { visits, mergedInto } = await this.visits.lockAround(tx, guestIds, span);
    this.tellOfMerged(tx, mergedInto);
    const guestOf = (guestId: string): string => mergedInto.get(guestId) ?? guestId;
    const facts = await this.visits.factsOf(
      tx,
      visits.map(({ id }) => id),
    );

    const outcome = new Outcome();
    for (const guestId of new Set(guestIds.map(guestOf))) {
      const own = visits.filter((visit) => visit.guestId === guestId);
      const attached = attachPassages(
        own.map((visit) => ({ visitId: visit.id, terms: termsOf(visit), facts: facts.get(visit.id) ?? [] })),
        passages.filter((passage) => guestOf(passage.guestId) === guestId),
        this.clock.now(),
        this.settings,
      );
      this.note(tx, own, attached, outcome);
    }
    await this.visits.removeFacts(tx, outcome.lostFacts);
    await this.visits.addFacts(tx, outcome.facts);
    await this.visits.saveProgress(tx, [...outcome.rows.values()], [...outcome.guestIds], this.clock.now());
    if (outcome.rows.size > 0) tx.afterCommit(() => this.doorbell.ring(BELLS.sweepVisits));
  }

  /** Stored under a record that had just been merged: whoever follows merges does it again, for what it did not see. */
  private tellOfMerged(tx: Transaction, mergedInto: ReadonlyMap<string, string>): void {
    for (const [mergedGuestId, guestId] of mergedInto) {
      publish(tx, 'visits.guests-merged.v1', { guestId, mergedGuestId });
    }
  }

  private note(tx: Transaction, visits: readonly VisitEntity[], attached: AttachedPassages, outcome: Outcome): void {
    const byId = new Map(visits.map((visit) => [visit.id, visit]));
    for (const { visitId, passage } of attached.detachments) outcome.lostFacts.push({ visitId, fact: passage });
    for (const { visitId, passage } of attached.attachments) outcome.facts.push({ visitId, fact: passage });
    for (const [visitId, { after }] of attached.changes) {
      const visit = byId.get(visitId);
      if (visit === undefined) continue;
      outcome.rows.set(visitId, progressOf(visit, after));
      outcome.guestIds.add(visit.guestId);
    }
    for (const { visitId, at } of attached.seenLeaving) {
      const visit = byId.get(visitId);
      const row = outcome.rows.get(visitId) ?? (visit && unchanged(visit));
      if (row !== undefined) outcome.rows.set(visitId, { ...row, seenLeavingAt: row.seenLeavingAt ?? at });
    }
    this.publish(tx, byId, attached);
  }

  /** In the order in which a person would tell it: which passages go and which come, what they did, which came late. */
  private publish(tx: Transaction, visits: ReadonlyMap<string, VisitEntity>, attached: AttachedPassages): void {
    for (const { visitId, passage, toVisitId, cause } of attached.detachments) {
      const guestId = visits.get(visitId)?.guestId;
      if (guestId === undefined) continue;
      const { passageId } = passage;
      const data = { visitId, guestId, passageId, occurredAt: passage.occurredAt.toISOString(), toVisitId };
      publish(tx, 'visits.passage-detached.v1', data, { visitIds: [visitId], cause: causedBy(cause) });
    }
    for (const { visitId, passage, isLate } of attached.attachments) {
      const guestId = visits.get(visitId)?.guestId;
      if (guestId === undefined) continue;
      const { passageId, direction, result } = passage;
      const occurredAt = passage.occurredAt.toISOString();
      const data = { visitId, guestId, passageId, direction, result, occurredAt, isLate };
      publish(tx, 'visits.passage-attached.v1', data, { visitIds: [visitId], cause: causedBy(passageId) });
    }
    for (const [visitId, { before, after, cause }] of attached.changes) {
      const visit = visits.get(visitId);
      if (visit !== undefined) publishProgress(tx, visit, before, after, causedBy(cause));
    }
    for (const { visitId, passage, isLate } of attached.attachments) {
      const guestId = visits.get(visitId)?.guestId;
      if (guestId === undefined || !isLate || passage.result !== 'granted') continue;
      const { passageId } = passage;
      const data = { visitId, guestId, alert: 'late_passage', passageId } as const;
      publish(tx, 'visits.alert-raised.v1', data, { visitIds: [visitId], cause: causedBy(passageId) });
    }
  }
}

function causedBy(passageId: string): Cause {
  return { kind: 'passage', ref: passageId };
}

function unchanged(visit: VisitEntity): VisitProgress {
  const { id, status, version, checkedInAt, checkedOutAt, closedReason, closesAt, overstayedAt, seenLeavingAt } = visit;
  return { id, status, version, checkedInAt, checkedOutAt, closedReason, closesAt, overstayedAt, seenLeavingAt };
}
