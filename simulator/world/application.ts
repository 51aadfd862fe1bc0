import { type Scheduler } from '../runtime/time.js';
import { type AccessLevels } from './access-levels.js';
import { type ApplicationFault, ApplicationFaults, FACE_ITEM } from './application-faults.js';
import {
  type ApplicationCounts,
  ApplicationResults,
  type ApplicationStatus,
  type FailureAtDoor,
} from './application-results.js';
import { type DoorSlates } from './door-slates.js';
import { type Journal } from './journal.js';
import { type Actor, type DoorCopy, fullName, type Person } from './model.js';
import { type Perimeter } from './perimeter.js';
import { type Persons } from './persons.js';

export { type ApplicationFault } from './application-faults.js';
export { type ApplicationCounts } from './application-results.js';

export interface ReapplicationScope {
  /** null for everybody who is to be applied. */
  readonly personIds: ReadonlySet<string> | null;
  /** null for all doors. */
  readonly doorIndexCodes: ReadonlySet<string> | null;
  readonly shouldRetryFailures: boolean;
}

const DEVICE_ACTOR: Actor = { by: 'device' };

/**
 * Carries HikCentral's record to the terminals. A change only marks a person "to be applied"; a reapplication queues what is
 * marked; `applyDelayMs` later each door takes the person as the record is *then*, so that a revocation overtaking a grant wins.
 */
export class Application {
  /** The truth behind what callers are told, and the untruths. */
  readonly results: ApplicationResults;
  private readonly faults = new ApplicationFaults();

  constructor(
    private readonly slates: DoorSlates,
    private readonly persons: Pick<Persons, 'find'>,
    private readonly levels: AccessLevels,
    private readonly perimeter: Perimeter,
    private readonly journal: Journal,
    private readonly scheduler: Scheduler,
    private readonly nowMs: () => number,
    private readonly applyDelayMs: number,
  ) {
    this.results = new ApplicationResults(slates);
  }

  mark(personId: string, doorIndexCodes: Iterable<string>): void {
    for (const door of doorIndexCodes) {
      const { waiting } = this.slates.get(door);
      // What is queued already will read the record when it arrives, this change included.
      if (waiting.has(personId)) continue;
      waiting.set(personId, { isQueued: false });
      this.journal.touch(personId);
    }
  }

  markEverywhere(personId: string): void {
    this.mark(personId, new Set([...this.levels.doorsOf(personId), ...this.slates.doorsHolding(personId)]));
  }

  /** A deleted person leaves the terminals without being asked for: HikCentral sends the removal itself. */
  dropDeleted(personId: string): void {
    for (const [door, slate] of this.slates.entries()) {
      slate.waiting.delete(personId);
      slate.failures.delete(personId);
      if (slate.copies.has(personId)) {
        slate.waiting.set(personId, { isQueued: true });
        this.applyLater(door, [personId]);
      }
    }
  }

  queue(scope: ReapplicationScope, actor: Actor): void {
    for (const [door, slate] of this.slates.entries()) {
      if (scope.doorIndexCodes !== null && !scope.doorIndexCodes.has(door)) continue;
      const candidates = [...slate.waiting.keys(), ...(scope.shouldRetryFailures ? slate.failures.keys() : [])];
      const chosen = candidates.filter((personId) => scope.personIds?.has(personId) ?? true);
      for (const personId of chosen) {
        slate.waiting.set(personId, { isQueued: true });
        this.journal.record({
          actor,
          kind: 'application-queued',
          ownerAppKey: this.ownerOf(personId),
          personId,
          doorIndexCode: door,
        });
      }
      if (chosen.length > 0) this.applyLater(door, chosen);
    }
  }

  /** Sends what is queued for a door on its way: after a start with a saved world, and when a door comes back online. */
  resume(doorIndexCode: string): void {
    const queued = [...this.slates.get(doorIndexCode).waiting].filter(([, { isQueued }]) => isQueued);
    if (queued.length > 0) {
      this.applyLater(
        doorIndexCode,
        queued.map(([personId]) => personId),
      );
    }
  }

  setFault(doorIndexCode: string, fault: ApplicationFault | null): void {
    this.perimeter.get(doorIndexCode);
    this.faults.set(doorIndexCode, fault);
  }

  /** As a caller is told. */
  counts(): ApplicationCounts {
    return this.results.shownCounts();
  }

  /** As a caller is told. */
  failures(): FailureAtDoor[] {
    return this.results.shownFailures();
  }

  /**
   * As a caller is told. A failure stays until the next application has ended, so the first look after a reapplication can still
   * see the previous round's, as on real systems.
   */
  statusAt(doorIndexCode: string, personId: string): ApplicationStatus {
    return this.results.shownStatusAt(doorIndexCode, personId);
  }

  private applyLater(doorIndexCode: string, personIds: readonly string[]): void {
    const { applyDelayMs = this.applyDelayMs } = this.perimeter.get(doorIndexCode);
    this.scheduler.after(applyDelayMs, () => this.applyPersons(doorIndexCode, personIds));
  }

  private applyPersons(doorIndexCode: string, personIds: readonly string[]): void {
    if (!this.perimeter.get(doorIndexCode).isOnline) return;
    const { waiting } = this.slates.get(doorIndexCode);
    for (const personId of personIds) {
      // An earlier reapplication may have taken this person along already.
      if (waiting.get(personId)?.isQueued !== true) continue;
      waiting.delete(personId);
      this.applyPerson(doorIndexCode, personId);
    }
  }

  private applyPerson(doorIndexCode: string, personId: string): void {
    const slate = this.slates.get(doorIndexCode);
    const held = slate.copies.get(personId);
    const person = this.persons.find({ personId });
    const isEntitled = person !== undefined && this.levels.doorsOf(personId).has(doorIndexCode);
    const errorItems = this.faults.take(doorIndexCode, person, isEntitled);
    const ownerAppKey = this.ownerOf(personId);

    if (errorItems === undefined) this.clearFailure(doorIndexCode, personId);
    else {
      const shown = person === undefined ? held : { personCode: person.personCode, personName: fullName(person) };
      slate.failures.set(personId, { personId, personCode: '', personName: '', ...shown, errorItems });
      this.journal.record({ actor: DEVICE_ACTOR, kind: 'application-failed', ownerAppKey, personId, doorIndexCode });
      // Only a refused face still lets the rest of the person through.
      if (errorItems !== FACE_ITEM) return;
    }
    if (isEntitled) {
      const faceSha256 = errorItems === undefined ? (person.face?.sha256 ?? null) : (held?.faceSha256 ?? null);
      slate.copies.put(copyOf(person, faceSha256, this.nowMs()));
      this.journal.record({ actor: DEVICE_ACTOR, kind: 'copy-written', ownerAppKey, personId, doorIndexCode });
    } else if (slate.copies.drop(personId)) {
      this.journal.record({ actor: DEVICE_ACTOR, kind: 'copy-dropped', ownerAppKey, personId, doorIndexCode });
    } else {
      this.journal.touch(personId);
    }
  }

  private clearFailure(doorIndexCode: string, personId: string): void {
    const { failures } = this.slates.get(doorIndexCode);
    const failure = failures.get(personId);
    if (failure === undefined) return;
    failures.delete(personId);
    this.results.failureIsOver(doorIndexCode, failure);
  }

  private ownerOf(personId: string): string | null {
    return this.persons.find({ personId })?.ownerAppKey ?? null;
  }
}

export function copyOf(person: Person, faceSha256: string | null, appliedAtMs: number): DoorCopy {
  return {
    personId: person.personId,
    personCode: person.personCode,
    personName: fullName(person),
    beginTimeMs: person.beginTimeMs,
    endTimeMs: person.endTimeMs,
    cardNos: person.cardNos,
    faceSha256,
    appliedAtMs,
  };
}
