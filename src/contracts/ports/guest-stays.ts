import { type Transaction } from '../../platform/database/transaction.js';

/** A visit as far as it says when its guest might go in, and when they were inside. */
export interface GuestStay {
  readonly visitId: string;
  readonly guestId: string;
  /** `validFrom` less what early arrival allows. */
  readonly opensAt: Date;
  readonly validTo: Date;
  readonly checkedInAt: Date | null;
  /** When it ended, whichever way; null: it has not. */
  readonly endedAt: Date | null;
  /** Up to when the guest was, or may have been, inside; null: as far as anybody knows they still are. */
  readonly insideUntil: Date | null;
}

/** Of whom, and from when on. */
export interface GuestSince {
  readonly guestId: string;
  readonly since: Date;
}

/** When guests might be and were inside. Implemented by `visits`, asked by `monitoring`. One query each. */
export abstract class GuestStays {
  /** Of each guest the last forty of those that begin not after `until`. */
  abstract ofGuests(tx: Transaction, guestIds: readonly string[], until: Date): Promise<readonly GuestStay[]>;
  /** Guests of visits still checked in that began after `from` and not after `to`. */
  abstract checkedInBetween(tx: Transaction, from: Date, to: Date): Promise<readonly GuestSince[]>;
}

/** A time in which a person had ended the access of a guest, over all visits. */
export interface AccessHold {
  readonly guestId: string;
  readonly from: Date;
  /** null: it stands. */
  readonly to: Date | null;
}

/** Implemented by `access-control`, asked by `monitoring`. */
export abstract class AccessHolds {
  /** All there ever were of these guests, in one query. */
  abstract ofGuests(tx: Transaction, guestIds: readonly string[]): Promise<readonly AccessHold[]>;
}
