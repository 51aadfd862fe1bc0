import { type Scheduler } from '../runtime/time.js';
import { type AccessLevels } from './access-levels.js';
import { type ApplicationFailure, type DoorSlates } from './door-slates.js';
import { type Journal } from './journal.js';
import { type Actor, type DoorCopy, fullName, type Person } from './model.js';
import { type Perimeter } from './perimeter.js';
import { type Persons } from './persons.js';

/** Makes applications to one door fail. */
export interface ApplicationFault {
  readonly errorItems: string;
  /** How many applications fail; null for all until the fault is taken away. */
  readonly times: number | null;
  /** Only this person's; every person's when absent. */
  readonly personCode?: string;
}

export interface ReapplicationScope {
  /** null for everybody who is to be applied. */
  readonly personIds: ReadonlySet<string> | null;
  /** null for all doors. */
  readonly doorIndexCodes: ReadonlySet<string> | null;
  readonly shouldRetryFailures: boolean;
}

export interface ApplicationCounts {
  readonly unApplicationCount: number;
  readonly editAndUnApplicationCount: number;
  readonly applicationFailCount: number;
}

const FACE_ITEM = '3';
const DEVICE_ACTOR: Actor = { by: 'device' };

/**
 * Carries HikCentral's record to the terminals. A change only marks a person "to be applied"; a reapplication queues what is
 * marked; `applyDelayMs` later each door takes the person as the record is *then*, so that a revocation overtaking a grant wins.
 */
export class Application {
  private readonly faults = new Map<string, ApplicationFault>();

  constructor(
    private readonly slates: DoorSlates,
    private readonly persons: Pick<Persons, 'find'>,
    private readonly levels: AccessLevels,
    private readonly perimeter: Perimeter,
    private readonly journal: Journal,
    private readonly scheduler: Scheduler,
    private readonly nowMs: () => number,
    private readonly applyDelayMs: number,
  ) {}

  mark(personId: string, doorIndexCodes: Iterable<string>): void {
    for (const door of doorIndexCodes) {
      const { waiting } = this.slates.get(door);
      // What is queued already will read the record when it arrives, this change included.
      if (!waiting.has(personId)) waiting.set(personId, { isQueued: false });
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
    if (fault === null) this.faults.delete(doorIndexCode);
    else this.faults.set(doorIndexCode, fault);
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

  failures(): { doorIndexCode: string; failure: ApplicationFailure }[] {
    return this.slates
      .entries()
      .flatMap(([doorIndexCode, { failures }]) =>
        [...failures.values()].map((failure) => ({ doorIndexCode, failure })),
      );
  }

  /**
   * 0 applied, 1 to be applied, 2 failed. A failure stays until the next application has ended, so the first look after a
   * reapplication can still see the previous round's, as on real systems.
   */
  statusAt(doorIndexCode: string, personId: string): 0 | 1 | 2 {
    const { failures, waiting } = this.slates.get(doorIndexCode);
    if (failures.has(personId)) return 2;
    return waiting.has(personId) ? 1 : 0;
  }

  private applyLater(doorIndexCode: string, personIds: readonly string[]): void {
    this.scheduler.after(this.applyDelayMs, () => this.applyPersons(doorIndexCode, personIds));
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
    const errorItems = this.takeFault(doorIndexCode, person, isEntitled);
    const ownerAppKey = this.ownerOf(personId);

    if (errorItems === undefined) slate.failures.delete(personId);
    else {
      const shown = person === undefined ? held : { personCode: person.personCode, personName: fullName(person) };
      slate.failures.set(personId, { personId, personCode: '', personName: '', ...shown, errorItems });
      this.journal.record({ actor: DEVICE_ACTOR, kind: 'application-failed', ownerAppKey, personId, doorIndexCode });
      // Only a refused face still lets the rest of the person through.
      if (errorItems !== FACE_ITEM) return;
    }
    if (isEntitled) {
      const faceSha256 = errorItems === undefined ? (person.face?.sha256 ?? null) : (held?.faceSha256 ?? null);
      slate.copies.set(personId, copyOf(person, faceSha256, this.nowMs()));
      this.journal.record({ actor: DEVICE_ACTOR, kind: 'copy-written', ownerAppKey, personId, doorIndexCode });
    } else if (slate.copies.delete(personId)) {
      this.journal.record({ actor: DEVICE_ACTOR, kind: 'copy-dropped', ownerAppKey, personId, doorIndexCode });
    }
  }

  private takeFault(doorIndexCode: string, person: Person | undefined, isEntitled: boolean): string | undefined {
    const fault = this.faults.get(doorIndexCode);
    if (fault === undefined) return undefined;
    if (fault.personCode !== undefined && fault.personCode !== person?.personCode) return undefined;
    // There is no face to refuse where none is sent.
    if (fault.errorItems === FACE_ITEM && (!isEntitled || person?.face === null)) return undefined;
    if (fault.times !== null) {
      this.setFault(doorIndexCode, fault.times > 1 ? { ...fault, times: fault.times - 1 } : null);
    }
    return fault.errorItems;
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
