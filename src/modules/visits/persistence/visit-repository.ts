import { type Transaction } from '../../../platform/database/transaction.js';
import { type SweepInstant } from '../domain/due.js';
import { type VisitFact } from '../domain/visit-facts.js';
import { type Columns } from './columns.js';
import { type GuestEntity } from './guest.entity.js';
import { type VisitDetails } from './visit-details.js';
import { type VisitFilter } from './visit-filter.js';
import { type VisitEntity } from './visit.entity.js';

export interface LockedVisit {
  readonly guest: GuestEntity;
  readonly visit: VisitEntity;
}

/** Visits that passages may touch. */
export interface VisitsAround {
  readonly visits: readonly VisitEntity[];
  /** Of the guests asked for that were merged: whose their visits are now. */
  readonly mergedInto: ReadonlyMap<string, string>;
}

export interface NewFact {
  readonly visitId: string;
  readonly fact: VisitFact;
}

/** The columns that the fold decides, beside those that only mark what was told. */
export type VisitProgress = Pick<
  VisitEntity,
  | 'id'
  | 'status'
  | 'version'
  | 'checkedInAt'
  | 'checkedOutAt'
  | 'closedReason'
  | 'closesAt'
  | 'overstayedAt'
  | 'seenLeavingAt'
>;

/** What time will do next, as the settings say. */
export interface DueRules {
  readonly autoCloseGraceMs: number;
  readonly isAutoCloseOn: boolean;
}

/**
 * Visits and their facts. Rows are locked in one order everywhere, guests by id and then visits by id, so that two
 * writers wait for each other and never for ever.
 */
export abstract class VisitRepository {
  abstract insert(tx: Transaction, visit: Columns<VisitEntity>): Promise<void>;
  abstract update(tx: Transaction, visitId: string, changes: Partial<VisitEntity>): Promise<void>;
  /** null when there is no such visit, or it is of another host than `ownHostEmail`. */
  abstract lock(tx: Transaction, visitId: string, ownHostEmail: string | null): Promise<LockedVisit | null>;
  /**
   * Locks the guests that exist among `guestIds`, or whom those were merged into, and of their visits those that passages
   * in the span may touch.
   */
  abstract lockAround(
    tx: Transaction,
    guestIds: readonly string[],
    span: { readonly from: Date; readonly to: Date },
  ): Promise<VisitsAround>;
  /** Locks these visits and their guests. */
  abstract lockMany(tx: Transaction, visitIds: readonly string[]): Promise<readonly VisitEntity[]>;
  /** Writes what the fold decided, in one statement, and raises the revision of the guests. */
  abstract saveProgress(
    tx: Transaction,
    rows: readonly VisitProgress[],
    guestIds: readonly string[],
    now: Date,
  ): Promise<void>;

  abstract factsOf(tx: Transaction, visitIds: readonly string[]): Promise<ReadonlyMap<string, readonly VisitFact[]>>;
  /** Facts that are there already are left as they are. */
  abstract addFacts(tx: Transaction, facts: readonly NewFact[]): Promise<void>;
  /** By visit and event; those that are not there are left out. */
  abstract removeFacts(tx: Transaction, facts: readonly NewFact[]): Promise<void>;

  abstract find(tx: Transaction, visitId: string, ownHostEmail: string | null): Promise<VisitDetails | null>;
  abstract openIdsOf(tx: Transaction, guestId: string): Promise<readonly string[]>;
  /** Newest first. */
  abstract list(tx: Transaction, filter: VisitFilter, limit: number): Promise<readonly VisitDetails[]>;

  /** Visits that time has something to do with now, the most overdue first. */
  abstract dueIds(tx: Transaction, at: SweepInstant, rules: DueRules, limit: number): Promise<readonly string[]>;
  /**
   * The earliest instant at which one will be due, of those that wait for passages the latest at which it is closed
   * without them; null when none ever is.
   */
  abstract nextDueAt(tx: Transaction, now: Date, rules: DueRules): Promise<Date | null>;
  abstract keepAccessStatus(tx: Transaction, statuses: ReadonlyMap<string, string>): Promise<void>;
}
