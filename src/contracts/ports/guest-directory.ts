import { type Transaction } from '../../platform/database/transaction.js';

export interface KnownGuest {
  readonly guestId: string;
  readonly fullName: string;
}

/** Persons of ours whose events may still come. */
export interface RecentPersons {
  /** Of visits that end, or ended, after this. */
  readonly endAfter: Date;
  /** Codes behind this one; null: from the first. */
  readonly after: string | null;
  readonly limit: number;
}

/** Who stands behind a person code. Implemented by `access-control`, asked by `monitoring`. */
export abstract class CardholderDirectory {
  /** One query whatever the number of codes; codes that are not ours are absent from the answer. */
  abstract guestIdsByPersonCode(
    tx: Transaction,
    serverId: string,
    personCodes: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
  /** The same by HikCentral's id of the person, for what names no code. */
  abstract guestIdsByPersonId(
    tx: Transaction,
    serverId: string,
    personIds: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
  /** Codes, in their order, of guests whom doors may have let in for these visits: HikCentral held a level for them. */
  abstract recentPersonCodes(tx: Transaction, serverId: string, recent: RecentPersons): Promise<readonly string[]>;
}

/** Who a guest is and where their visits stand. Implemented by `visits`, asked by `monitoring` for its lists. */
export abstract class GuestDirectory {
  abstract guestsById(tx: Transaction, guestIds: readonly string[]): Promise<ReadonlyMap<string, KnownGuest>>;
  /** Visits whose guest is inside: checked in, or closed without an exit seen for less than 24 h (`isUnconfirmed`). */
  abstract onSite(tx: Transaction, now: Date): Promise<readonly OnSiteVisit[]>;
}

export interface OnSiteVisit extends KnownGuest {
  readonly visitId: string;
  readonly company: string | null;
  readonly hostName: string;
  readonly checkedInAt: Date | null;
  readonly validTo: Date;
  readonly isUnconfirmed: boolean;
}
