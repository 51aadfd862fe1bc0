import { type MemoryDatabase } from './memory-database.js';

/** When the last of a guest's visits that are over ended; null: none is. */
export function lastVisitEndedAt({ visitsByGuest }: MemoryDatabase, guestId: string): Date | null {
  let last: Date | null = null;
  for (const { status, checkedOutAt, validTo, updatedAt } of visitsByGuest.of(guestId)) {
    if (status === 'expected' || status === 'checked_in') continue;
    const endedAt = checkedOutAt ?? (validTo < updatedAt ? validTo : updatedAt);
    if (last === null || endedAt > last) last = endedAt;
  }
  return last;
}
