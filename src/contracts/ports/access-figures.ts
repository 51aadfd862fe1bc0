import { type Transaction } from '../../platform/database/transaction.js';

/** What of access somebody should worry about. */
export interface AccessCounts {
  /** Open visits whose access waits for a person to act. */
  readonly failed: number;
  /** Since when the oldest access that should be gone was not read back as gone; null: there is none. */
  readonly oldestUnrevokedSince: Date | null;
  /** Guests for whom a step towards HikCentral is due and not taken yet. */
  readonly due: number;
}

/** Implemented by `access-control`, asked by `monitoring`. */
export abstract class AccessFigures {
  /** The same number of queries whatever there is to count. */
  abstract counts(tx: Transaction, now: Date): Promise<AccessCounts>;
}
