import { type Transaction } from './transaction.js';

/** Any number, the same in every process of an installation; advisory locks are kept per database. */
const ORDER_LOCK = 7_205_001;

/**
 * From here to its commit this transaction is the only one that writes events or audit rows, so that their numbers are
 * in commit order: PostgreSQL makes a commit visible before it gives the lock away. Taken by hooks at the very end of
 * a transaction; taking it twice is free.
 */
export async function takeOrderLock(tx: Transaction): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [ORDER_LOCK]);
}
