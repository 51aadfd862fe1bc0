import { type ForeignPassage, type Passage } from '../../../../src/modules/monitoring/domain/passage.js';
import {
  type Attachment,
  type GuestMerge,
  type PassageAtDoor,
  type PassageFilter,
  type PassagePlace,
  PassageRepository,
} from '../../../../src/modules/monitoring/persistence/passage.repository.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { unique } from './constraint.js';
import { type MemoryDatabase, pair } from './memory-database.js';
import { byText, byTime } from './order.js';

export class MemoryPassageRepository extends PassageRepository {
  /** No row was received before it, rolled back ones included; found by looking at all of them. */
  private oldestForeignMs = -Infinity;

  constructor(private readonly database: MemoryDatabase) {
    super();
  }

  override add(tx: Transaction, passages: readonly Passage[]): Promise<ReadonlySet<string>> {
    return this.database.step(tx, () => {
      const { passages: table, passagesByEvent } = this.database;
      const added = new Set<string>();
      for (const passage of passages) {
        if (passagesByEvent.count(pair(passage.serverId, passage.eventId)) > 0) continue;
        unique('passages_pkey', table.has(passage.id));
        table.set(passage.id, { ...passage });
        added.add(passage.id);
      }
      return added;
    });
  }

  override storedEventIds(
    tx: Transaction,
    serverId: string,
    eventIds: readonly string[],
  ): Promise<ReadonlySet<string>> {
    return this.database.step(tx, () => {
      const { passagesByEvent } = this.database;
      return new Set(eventIds.filter((eventId) => passagesByEvent.count(pair(serverId, eventId)) > 0));
    });
  }

  override addForeign(tx: Transaction, passages: readonly ForeignPassage[]): Promise<number> {
    return this.database.step(tx, () => {
      let added = 0;
      for (const passage of passages) {
        const key = keyOf(passage);
        if (this.database.foreignPassages.has(key)) continue;
        this.database.foreignPassages.set(key, passage);
        this.oldestForeignMs = Math.min(this.oldestForeignMs, passage.receivedAt.getTime());
        added += 1;
      }
      return added;
    });
  }

  override attach(tx: Transaction, attachments: readonly Attachment[]): Promise<void> {
    return this.database.step(tx, () => {
      for (const { passageId, visitId } of attachments) {
        const passage = this.database.passages.get(passageId);
        if (passage !== undefined) this.database.passages.set(passageId, { ...passage, visitId });
      }
    });
  }

  override moveToGuests(tx: Transaction, merges: readonly GuestMerge[]): Promise<void> {
    return this.database.step(tx, () => {
      const into = new Map(merges.map(({ guestId, mergedGuestId }) => [mergedGuestId, guestId]));
      const { passages } = this.database;
      for (const passage of [...passages.values()]) {
        const guestId = into.get(passage.guestId);
        if (guestId !== undefined) passages.set(passage.id, { ...passage, guestId });
      }
    });
  }

  override unattachedOf(tx: Transaction, guestIds: readonly string[], since: Date): Promise<readonly Passage[]> {
    return this.database.step(tx, () =>
      [...this.database.passages.values()]
        .filter(({ guestId, visitId, occurredAt }) => {
          return guestIds.includes(guestId) && visitId === null && occurredAt >= since;
        })
        .sort((one, other) => byTime(one.occurredAt, other.occurredAt) || byText(one.eventId, other.eventId)),
    );
  }

  override page(
    tx: Transaction,
    filter: PassageFilter,
    after: PassagePlace | null,
    limit: number,
  ): Promise<readonly PassageAtDoor[]> {
    return this.database.step(tx, () =>
      [...this.database.passages.values()]
        .filter((passage) => isShown(passage, filter) && (after === null || newestFirst(passage, after) > 0))
        .sort(newestFirst)
        .slice(0, limit)
        .map((passage) => this.atDoor(passage)),
    );
  }

  override lastGrantedOfVisits(
    tx: Transaction,
    visitIds: readonly string[],
  ): Promise<ReadonlyMap<string, PassageAtDoor>> {
    return this.database.step(tx, () => {
      const last = new Map<string, PassageAtDoor>();
      for (const visitId of visitIds) {
        const granted = [...this.database.passagesByVisit.of(visitId)].filter(({ result }) => result === 'granted');
        const [newest] = granted.sort(newestFirst);
        if (newest !== undefined) last.set(visitId, this.atDoor(newest));
      }
      return last;
    });
  }

  override forget(tx: Transaction, receivedBefore: Date, atMost: number): Promise<number> {
    return this.database.step(tx, () => {
      const { passages } = this.database;
      const forgotten = [...passages.values()]
        .filter(({ receivedAt }) => receivedAt < receivedBefore)
        .sort((one, other) => byTime(one.receivedAt, other.receivedAt) || byText(one.id, other.id))
        .slice(0, atMost);
      for (const { id } of forgotten) passages.delete(id);
      return forgotten.length;
    });
  }

  override forgetForeign(tx: Transaction, receivedBefore: Date, atMost: number): Promise<number> {
    return this.database.step(tx, () => {
      if (receivedBefore.getTime() <= this.oldestForeignMs) return 0;
      const { foreignPassages } = this.database;
      const old: ForeignPassage[] = [];
      let oldestKeptMs = Infinity;
      for (const passage of foreignPassages.values()) {
        if (passage.receivedAt < receivedBefore) old.push(passage);
        else oldestKeptMs = Math.min(oldestKeptMs, passage.receivedAt.getTime());
      }
      const forgotten = old.sort((one, other) => byTime(one.receivedAt, other.receivedAt)).slice(0, atMost);
      for (const passage of forgotten) foreignPassages.delete(keyOf(passage));
      if (old.length === 0) this.oldestForeignMs = oldestKeptMs;
      return forgotten.length;
    });
  }

  private atDoor(passage: Passage): PassageAtDoor {
    const door = this.database.doors.get(pair(passage.serverId, passage.doorId));
    return { ...passage, doorName: door?.name ?? '' };
  }
}

function keyOf({ serverId, eventKey }: ForeignPassage): string {
  return pair(serverId, eventKey.toString('hex'));
}

function newestFirst(one: PassagePlace, other: PassagePlace): number {
  return byTime(other.occurredAt, one.occurredAt) || byText(other.id, one.id);
}

function isShown(passage: Passage, { visitId, doorId, direction, result, from, to }: PassageFilter): boolean {
  return (
    (visitId === undefined || passage.visitId === visitId) &&
    (doorId === undefined || passage.doorId === doorId) &&
    (direction === undefined || passage.direction === direction) &&
    (result === undefined || passage.result === result) &&
    (from === undefined || passage.occurredAt >= from) &&
    (to === undefined || passage.occurredAt < to)
  );
}
