import { GuestDirectory, type KnownGuest, type OnSiteVisit } from '../../../../src/contracts/ports/guest-directory.js';
import { UNCONFIRMED_FOR_MS } from '../../../../src/modules/visits/domain/attach-passages.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { type MemoryDatabase } from './memory-database.js';
import { byText } from './order.js';
import { type VisitRow } from './rows.js';
import { guestOf } from './visit-list.js';

export class MemoryGuestDirectory extends GuestDirectory {
  constructor(private readonly database: MemoryDatabase) {
    super();
  }

  override guestsById(tx: Transaction, guestIds: readonly string[]): Promise<ReadonlyMap<string, KnownGuest>> {
    return this.database.step(tx, () => {
      const known = new Map<string, KnownGuest>();
      for (const guestId of guestIds) {
        const guest = this.database.guests.get(guestId);
        if (guest !== undefined) known.set(guestId, { guestId, fullName: guest.fullName });
      }
      return known;
    });
  }

  override onSite(tx: Transaction, now: Date): Promise<readonly OnSiteVisit[]> {
    const sinceMs = now.getTime() - UNCONFIRMED_FOR_MS;
    return this.database.step(tx, () =>
      [...this.database.visits.values()]
        .filter((visit) => isInside(visit, sinceMs))
        .map((visit) => this.toOnSite(visit))
        .sort((one, other) => byText(one.fullName, other.fullName) || byText(one.visitId, other.visitId)),
    );
  }

  private toOnSite(visit: VisitRow): OnSiteVisit {
    const { id: visitId, guestId, hostName, checkedInAt, validTo, status } = visit;
    const { fullName, company } = guestOf(this.database, visit);
    const isUnconfirmed = status !== 'checked_in';
    return { visitId, guestId, fullName, company, hostName, checkedInAt, validTo, isUnconfirmed };
  }
}

function isInside(visit: VisitRow, sinceMs: number): boolean {
  const { status, closesAt, closedReason, seenLeavingAt, checkedOutAt } = visit;
  if (status === 'checked_in' && closesAt === null) return true;
  return closedReason === 'expired' && seenLeavingAt === null && (checkedOutAt?.getTime() ?? -Infinity) > sinceMs;
}
