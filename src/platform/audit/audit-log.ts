import { type Transaction } from '../database/transaction.js';
import { type PendingAudit } from './audit-entry.js';

/** Exactly one row for each mutating action, in its transaction (written by a hook at its end, hash-chained). */
export function audit(tx: Transaction, entry: PendingAudit): void {
  tx.pendingAudits.push(entry);
}
