import { type Transaction } from '../../../platform/database/transaction.js';

/** Since when the oldest access that should be gone was not read back as gone; null when there is none (I6). */
export async function oldestUnrevokedSince(tx: Transaction): Promise<Date | null> {
  const [row] = await tx.query<{ since: Date | null }>(
    'SELECT min(unrevoked_since) AS since FROM cardholders WHERE unrevoked_since IS NOT NULL',
  );
  return row?.since ?? null;
}
