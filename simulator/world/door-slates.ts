import { DoorCopies } from './door-copies.js';
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
  readonly copies: DoorCopies;
  /** Persons to be applied; queued ones have been sent on their way by a reapplication. */
  readonly waiting: Map<string, { isQueued: boolean }>;
  readonly failures: Map<string, ApplicationFailure>;
}

/** A slate as plain data. */
export interface DoorSlateState {
  readonly doorIndexCode: string;
  readonly copies: readonly DoorCopy[];
  readonly waiting: readonly { readonly personId: string; readonly isQueued: boolean }[];
  readonly failures: readonly ApplicationFailure[];
}

export class DoorSlates {
  private readonly byDoor = new Map<string, DoorSlate>();

  constructor(states: Iterable<DoorSlateState>) {
    for (const { doorIndexCode, copies, waiting, failures } of states) {
      this.byDoor.set(doorIndexCode, {
        copies: new DoorCopies(copies),
        waiting: new Map(waiting.map(({ personId, isQueued }) => [personId, { isQueued }])),
        failures: new Map(failures.map((failure) => [failure.personId, failure])),
      });
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
