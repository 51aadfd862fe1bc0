import { type Transaction } from '../../../platform/database/transaction.js';
import { type Door } from '../domain/door-map.js';
import { type DoorWatch } from '../domain/door-watch.js';

/** Where a page of doors begins: after this one, by name. */
export interface DoorPlace {
  readonly name: string;
  readonly serverId: string;
  readonly doorId: string;
}

/** A door as HikCentral lists it. */
export interface ListedDoor extends Door {
  readonly isOnline: boolean;
}

export interface DoorClockOffset {
  readonly doorId: string;
  /** Whole milliseconds. */
  readonly offsetMs: number;
}

/** The map of the perimeter. Locks are taken in the order of ids, so that two changes cannot wait for each other. */
export abstract class DoorRepository {
  /** Locked until the transaction ends; by door id. Unknown ones are absent. */
  abstract lock(tx: Transaction, serverId: string, doorIds: readonly string[]): Promise<ReadonlyMap<string, Door>>;
  /** Those of a server that only the settings speak of, locked. */
  abstract lockUnedited(tx: Transaction, serverId: string): Promise<readonly Door[]>;
  /** Of the first server that has a door of this id, locked. */
  abstract lockOne(tx: Transaction, doorId: string): Promise<Door | null>;
  /** Makes doors that are new, and sets directions, readers and `editedAt` of those that are not. */
  abstract save(tx: Transaction, doors: readonly Door[]): Promise<void>;
  /** Makes doors that are new, and renames those that are not: what a list of HikCentral says. */
  abstract list(tx: Transaction, doors: readonly ListedDoor[], listedAt: Date): Promise<void>;
  /** null: this server's doors were never listed. */
  abstract lastListedAt(tx: Transaction, serverId: string): Promise<Date | null>;
  /** @returns what was kept before, by door; doors that are not there are absent */
  abstract keepClockOffsets(
    tx: Transaction,
    serverId: string,
    offsets: readonly DoorClockOffset[],
    measuredAt: Date,
  ): Promise<ReadonlyMap<string, number | null>>;
  /** By server and door. Those that HikCentral listed once and does no more are left out. */
  abstract watched(tx: Transaction): Promise<readonly DoorWatch[]>;
  /** By name. */
  abstract page(tx: Transaction, after: DoorPlace | null, limit: number): Promise<readonly Door[]>;
}
