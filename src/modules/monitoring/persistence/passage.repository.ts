import { type Transaction } from '../../../platform/database/transaction.js';
import { type Direction, type ForeignPassage, type Passage, type PassageResult } from '../domain/passage.js';

export interface PassageFilter {
  readonly visitId?: string;
  readonly doorId?: string;
  readonly direction?: Direction;
  readonly result?: PassageResult;
  /** `occurredAt` from here on. */
  readonly from?: Date;
  /** `occurredAt` before this. */
  readonly to?: Date;
}

/** Where a page of passages begins: after this one, newest first. */
export interface PassagePlace {
  readonly occurredAt: Date;
  readonly id: string;
}

export interface PassageAtDoor extends Passage {
  readonly doorName: string;
}

export interface Attachment {
  readonly passageId: string;
  /** null: of no visit after all. */
  readonly visitId: string | null;
}

/** All passages of the one are the other's. */
export interface GuestMerge {
  readonly guestId: string;
  readonly mergedGuestId: string;
}

/** What happened at the doors. The cost of each method does not depend on how many passages there are. */
export abstract class PassageRepository {
  /** @returns ids of those that were not there before, by server and event; the rest change nothing */
  abstract add(tx: Transaction, passages: readonly Passage[]): Promise<ReadonlySet<string>>;
  /** Which of these events of HikCentral are stored as passages of ours. */
  abstract storedEventIds(tx: Transaction, serverId: string, eventIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** @returns how many were not there before */
  abstract addForeign(tx: Transaction, passages: readonly ForeignPassage[]): Promise<number>;
  /** A passage that is not there is left out. */
  abstract attach(tx: Transaction, attachments: readonly Attachment[]): Promise<void>;
  abstract moveToGuests(tx: Transaction, merges: readonly GuestMerge[]): Promise<void>;
  /** Of these guests, from then on, in the order in which they happened. */
  abstract unattachedOf(tx: Transaction, guestIds: readonly string[], since: Date): Promise<readonly Passage[]>;
  /** Newest first by `(occurredAt, id)`. */
  abstract page(
    tx: Transaction,
    filter: PassageFilter,
    after: PassagePlace | null,
    limit: number,
  ): Promise<readonly PassageAtDoor[]>;
  /** The last granted passage of each of these visits that has one. */
  abstract lastGrantedOfVisits(
    tx: Transaction,
    visitIds: readonly string[],
  ): Promise<ReadonlyMap<string, PassageAtDoor>>;
  /** Those that were stored before, the oldest first. @returns how many were forgotten, at most `atMost` */
  abstract forget(tx: Transaction, receivedBefore: Date, atMost: number): Promise<number>;
  /** @returns how many were forgotten, at most `atMost` */
  abstract forgetForeign(tx: Transaction, receivedBefore: Date, atMost: number): Promise<number>;
}
