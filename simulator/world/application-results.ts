import { type ApplicationFailure, type DoorSlates } from './door-slates.js';

export interface ApplicationCounts {
  readonly unApplicationCount: number;
  readonly editAndUnApplicationCount: number;
  readonly applicationFailCount: number;
}

/** 0 applied, 1 to be applied, 2 failed. */
export type ApplicationStatus = 0 | 1 | 2;

export interface FailureAtDoor {
  readonly doorIndexCode: string;
  readonly failure: ApplicationFailure;
}

export interface ResultSettings {
  /** Added to the count of what is to be applied: other operators' work, of which a caller sees only the number. */
  readonly otherOperatorsPending: number;
  /** The first look after a retry that succeeded still shows the failure before it. */
  readonly showsPreviousFailure: boolean;
}

/** What HikCentral says of the application: to callers with its own untruths, to a test without them. */
export class ApplicationResults {
  private current: ResultSettings = { otherOperatorsPending: 0, showsPreviousFailure: false };
  /** Failures that are over and not yet looked at, by door and person. */
  private readonly overButUnseen = new Map<string, FailureAtDoor>();

  constructor(private readonly slates: DoorSlates) {}

  settings(): ResultSettings {
    return this.current;
  }

  change(settings: Partial<ResultSettings>): void {
    this.current = { ...this.current, ...settings };
    if (!this.current.showsPreviousFailure) this.overButUnseen.clear();
  }

  /** A retry has succeeded. */
  failureIsOver(doorIndexCode: string, failure: ApplicationFailure): void {
    if (!this.current.showsPreviousFailure) return;
    this.overButUnseen.set(keyOf(doorIndexCode, failure.personId), { doorIndexCode, failure });
  }

  /** Counts (person, door) pairs; a pair whose door holds a copy is an edit, also when the edit is a removal. */
  counts(): ApplicationCounts {
    let unApplicationCount = 0;
    let editAndUnApplicationCount = 0;
    let applicationFailCount = 0;
    for (const [, { waiting, copies, failures }] of this.slates.entries()) {
      applicationFailCount += failures.size;
      for (const personId of waiting.keys()) {
        if (copies.has(personId)) editAndUnApplicationCount += 1;
        else unApplicationCount += 1;
      }
    }
    return { unApplicationCount, editAndUnApplicationCount, applicationFailCount };
  }

  failures(): FailureAtDoor[] {
    return this.slates
      .entries()
      .flatMap(([doorIndexCode, { failures }]) =>
        [...failures.values()].map((failure) => ({ doorIndexCode, failure })),
      );
  }

  statusAt(doorIndexCode: string, personId: string): ApplicationStatus {
    const { failures, waiting } = this.slates.get(doorIndexCode);
    if (failures.has(personId)) return 2;
    return waiting.has(personId) ? 1 : 0;
  }

  /** Says how many, not whose; so it is no look at a failure that is over. */
  shownCounts(): ApplicationCounts {
    const counts = this.counts();
    return {
      ...counts,
      unApplicationCount: counts.unApplicationCount + this.current.otherOperatorsPending,
      applicationFailCount: counts.applicationFailCount + this.overButUnseen.size,
    };
  }

  shownFailures(): FailureAtDoor[] {
    const over = [...this.overButUnseen.values()];
    this.overButUnseen.clear();
    return [...this.failures(), ...over];
  }

  shownStatusAt(doorIndexCode: string, personId: string): ApplicationStatus {
    const status = this.statusAt(doorIndexCode, personId);
    return this.overButUnseen.delete(keyOf(doorIndexCode, personId)) && status === 0 ? 2 : status;
  }
}

function keyOf(doorIndexCode: string, personId: string): string {
  return `${doorIndexCode} ${personId}`;
}
