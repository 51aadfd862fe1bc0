import { type Transaction } from '../../../platform/database/transaction.js';

/**
 * Since when the oldest access that should be gone was not read back as gone; null when there is none (I6). A server that a
 * person gave up for lost asks nobody any more.
 */
export async function oldestUnrevokedSince(tx: Transaction): Promise<Date | null> {
  const [row] = await tx.query<{ since: Date | null }>(
    `SELECT min(unrevoked_since) AS since FROM cardholders
     WHERE unrevoked_since IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM disabled_servers gone
       WHERE gone.server_id = cardholders.server_id AND gone.given_up_at IS NOT NULL)`,
  );
  return row?.since ?? null;
}
