import { type GuestSince } from '../../../../contracts/ports/guest-stays.js';
import { type Transaction } from '../../../../platform/database/transaction.js';
import { type Finding, type Incident, type IncidentKind, type IncidentState } from '../domain/incident.js';

export interface IncidentFilter {
  /** Any of these. */
  readonly states?: readonly IncidentState[];
  readonly kind?: IncidentKind;
  readonly visitId?: string;
  readonly doorId?: string;
  /** `occurredAt` from here on. */
  readonly from?: Date;
  /** `occurredAt` before this. */
  readonly to?: Date;
}

/** Where a page of incidents begins: after this one, newest first. */
export interface IncidentPlace {
  readonly occurredAt: Date;
  readonly id: string;
}

export interface IncidentAtDoor extends Incident {
  /** As the door is called now; null where there is none. */
  readonly doorName: string | null;
}

/** What a person does to an incident. */
export type IncidentWord = Pick<
  Incident,
  'id' | 'state' | 'version' | 'ownerId' | 'takenAt' | 'closedAt' | 'closedBy' | 'closeReason'
>;

export interface GuestMerge {
  readonly guestId: string;
  readonly mergedGuestId: string;
}

/** Each method is one statement, whatever their number. */
export abstract class IncidentRepository {
  /**
   * Makes those that are new, and opens those again that were withdrawn; the rest stay as they are.
   * @param ids one for each finding, for those that are new
   * @returns what was raised
   */
  abstract raise(
    tx: Transaction,
    findings: readonly Finding[],
    ids: readonly string[],
    raisedAt: Date,
  ): Promise<readonly Incident[]>;
  /**
   * Those of these guests and kinds, from when on the guests were looked at, that somebody should still look after and
   * that were not found any more.
   * @returns what was withdrawn
   */
  abstract withdraw(
    tx: Transaction,
    guests: readonly GuestSince[],
    kinds: readonly IncidentKind[],
    found: readonly Finding[],
    at: Date,
  ): Promise<readonly Incident[]>;
  /** Two records were one guest. */
  abstract mergeGuests(tx: Transaction, merges: readonly GuestMerge[]): Promise<void>;
  abstract find(tx: Transaction, id: string): Promise<IncidentAtDoor | null>;
  /** Locked until the transaction ends. */
  abstract lock(tx: Transaction, id: string): Promise<Incident | null>;
  abstract keep(tx: Transaction, word: IncidentWord): Promise<void>;
  /** Newest first by `(occurredAt, id)`. */
  abstract page(
    tx: Transaction,
    filter: IncidentFilter,
    after: IncidentPlace | null,
    limit: number,
  ): Promise<readonly IncidentAtDoor[]>;
  /** Open and taken ones. */
  abstract countStanding(tx: Transaction): Promise<ReadonlyMap<IncidentKind, number>>;
  /** Those that were over before, the oldest first. @returns how many were forgotten, at most `atMost` */
  abstract forget(tx: Transaction, closedBefore: Date, atMost: number): Promise<number>;
}
