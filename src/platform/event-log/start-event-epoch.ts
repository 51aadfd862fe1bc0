import { type Transaction } from '../database/transaction.js';

/**
 * To be called once after a backup was restored: whoever outside kept an `epoch-position` learns from the new epoch that
 * the log was cut back, since positions that were given out before are given again.
 * @returns the new epoch
 */
export async function startEventEpoch(tx: Transaction, at: Date): Promise<number> {
  const [row] = await tx.query<{ epoch: number }>('INSERT INTO event_epochs (started_at) VALUES ($1) RETURNING epoch', [
    at,
  ]);
  if (row === undefined) throw new Error('INSERT … RETURNING gave no row');
  return row.epoch;
}
