import { type Transaction } from '../../platform/database/transaction.js';

/** Up to when what happened at the doors is known. Implemented by `monitoring`, asked by `visits`. */
export abstract class PassageCompleteness {
  /**
   * Every passage before it is known, of all servers and of their doors that are still waited for: what a decision that
   * somebody left, or never came, may be based on.
   * @returns null: nothing was ever read, so no door can know anybody of ours, and there is nothing to wait for
   */
  abstract knownTo(tx: Transaction, now: Date): Promise<Date | null>;
}
