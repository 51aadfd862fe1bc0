import { type Transaction } from '../../../platform/database/transaction.js';

/** From now on whatever is known of the one is the other's, and so is what was merged into the one before. */
export async function rememberMerge(tx: Transaction, guestId: string, mergedGuestId: string): Promise<void> {
  await tx.query('UPDATE merged_guests SET guest_id = $1 WHERE guest_id = $2 AND merged_guest_id <> $1', [
    guestId,
    mergedGuestId,
  ]);
  // Merged the other way round before: whoever stays is merged into nobody.
  await tx.query('DELETE FROM merged_guests WHERE merged_guest_id = $1', [guestId]);
  await tx.query(
    `INSERT INTO merged_guests (merged_guest_id, guest_id) VALUES ($2, $1)
     ON CONFLICT (merged_guest_id) DO UPDATE SET guest_id = excluded.guest_id`,
    [guestId, mergedGuestId],
  );
}
