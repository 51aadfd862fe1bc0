import { type DoorCopy } from './model.js';

export interface ApplicationFailure {
  readonly personId: string;
  readonly personCode: string;
  readonly personName: string;
  /** Comma list: 0 device, 1 card, 2 fingerprint, 3 face, 4 person information. */
  readonly errorItems: string;
}

/** One door's side of the application: what its terminal holds, what waits for it, and what went wrong last. */
export interface DoorSlate {
  readonly copies: Map<string, DoorCopy>;
  /** Persons to be applied; queued ones have been sent on their way by a reapplication. */
  readonly waiting: Map<string, { isQueued: boolean }>;
  readonly failures: Map<string, ApplicationFailure>;
}

export class DoorSlates {
  private readonly byDoor = new Map<string, DoorSlate>();

  constructor(doorIndexCodes: Iterable<string>) {
    for (const doorIndexCode of doorIndexCodes) {
      this.byDoor.set(doorIndexCode, { copies: new Map(), waiting: new Map(), failures: new Map() });
    }
  }

  get(doorIndexCode: string): DoorSlate {
    const slate = this.byDoor.get(doorIndexCode);
    if (slate === undefined) throw new Error(`no slate for door ${doorIndexCode}`);
    return slate;
  }

  entries(): [string, DoorSlate][] {
    return [...this.byDoor];
  }

  /** Doors that hold a copy of this person, whatever HikCentral's record says. */
  doorsHolding(personId: string): string[] {
    return this.entries().flatMap(([door, { copies }]) => (copies.has(personId) ? [door] : []));
  }
}
