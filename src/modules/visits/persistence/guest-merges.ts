import { type Transaction } from '../../../platform/database/transaction.js';
import { type GuestEntity } from './guest.entity.js';

export interface GuestMerge {
  readonly guestId: string;
  readonly mergedGuestId: string;
}

/** A guest with what stands in other tables. */
export interface GuestRecord {
  readonly guest: GuestEntity;
  readonly hasPhoto: boolean;
  /** Records that were merged into it, by id. */
  readonly mergedGuestIds: readonly string[];
}

/** What merging two records of one guest needs of the tables. */
export abstract class GuestMerges {
  /** Those that exist among `guestIds`, also merged ones, locked in the order of their ids. */
  abstract lock(tx: Transaction, guestIds: readonly string[]): Promise<readonly GuestEntity[]>;
  abstract find(tx: Transaction, guestId: string): Promise<GuestRecord | null>;
  abstract visitIdsOf(tx: Transaction, guestId: string): Promise<readonly string[]>;
  /**
   * Gives all visits of the one to the other, and all that was merged into the one before. Visits that are open get a new
   * version: what is agreed names another guest now. Both guests are locked.
   */
  abstract move(tx: Transaction, merge: GuestMerge, now: Date): Promise<void>;
}
