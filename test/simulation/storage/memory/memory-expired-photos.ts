import { ExpiredPhotos, type ForgottenPhoto } from '../../../../src/modules/visits/persistence/expired-photos.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { lastVisitEndedAt } from './last-visit.js';
import { type MemoryDatabase } from './memory-database.js';
import { byText, byTime } from './order.js';

/** Receipts are not kept. */
export class MemoryExpiredPhotos extends ExpiredPhotos {
  constructor(private readonly database: MemoryDatabase) {
    super();
  }

  override lockGuests(tx: Transaction, endedBefore: Date, limit: number): Promise<readonly string[]> {
    return this.database.step(tx, () =>
      [...this.database.photos.values()]
        .map(({ guestId }) => guestId)
        .filter((guestId) => this.isOverdue(guestId, endedBefore))
        .sort(byText)
        .slice(0, limit),
    );
  }

  override forget(
    tx: Transaction,
    guestIds: readonly string[],
    endedBefore: Date,
    now: Date,
  ): Promise<readonly ForgottenPhoto[]> {
    return this.database.step(tx, () => {
      const overdue = [...new Set(guestIds)].filter((guestId) => this.isOverdue(guestId, endedBefore));
      return overdue.flatMap((guestId) => this.forgetOne(guestId, now));
    });
  }

  private forgetOne(guestId: string, now: Date): readonly ForgottenPhoto[] {
    const { photos, guests, visitsByGuest } = this.database;
    const guest = guests.get(guestId);
    const [last] = [...visitsByGuest.of(guestId)].sort(
      (one, other) => byTime(other.validTo, one.validTo) || byText(other.id, one.id),
    );
    if (guest === undefined || last === undefined || !photos.has(guestId)) return [];
    photos.delete(guestId);
    guests.set(guestId, { ...guest, revision: guest.revision + 1, updatedAt: now });
    return [{ guestId, lastVisitId: last.id }];
  }

  private isOverdue(guestId: string, endedBefore: Date): boolean {
    const endedAt = lastVisitEndedAt(this.database, guestId);
    return endedAt !== null && endedAt <= endedBefore && this.database.openVisitsByGuest.count(guestId) === 0;
  }
}
