import { type ApplicationFailure } from '../world/door-slates.js';
import { type AccessEvent, type DoorCopy, type Face } from '../world/model.js';
import { type KeptEvent } from '../world/passages.js';
import { type WorldState } from '../world/world-state.js';
import {
  type SavedChange,
  type SavedFootprint,
  type SavedPerson,
  type SavedRest,
  type SavedVisit,
} from './saved-forms.js';

interface SavedSlate {
  readonly copies: Map<string, DoorCopy>;
  readonly waiting: Map<string, boolean>;
  readonly failures: Map<string, ApplicationFailure>;
}

/** Builds a world from its changes, from the first on. */
export class Replay {
  private rest: Omit<SavedRest, 'visits'> | undefined;
  private readonly persons = new Map<string, SavedPerson>();
  private readonly members = new Map<string, Set<string>>();
  private readonly slates = new Map<string, SavedSlate>();
  private readonly visits = new Map<string, SavedVisit>();
  private events: AccessEvent[] = [];
  private kept: KeptEvent[] = [];

  applyAll(changes: readonly SavedChange[]): void {
    for (const change of changes) this.apply(change);
  }

  private apply(change: SavedChange): void {
    switch (change.t) {
      case 'reset':
        this.forget();
        return;
      case 'rest':
        this.applyRest(change.rest);
        return;
      case 'visit':
        this.visits.set(change.visit.appointRecordId, change.visit);
        return;
      case 'person':
        this.applyPerson(change);
        return;
      case 'member':
        this.setMember(change.level, change.id, change.isIn);
        return;
      case 'members':
        this.members.set(change.level, new Set(change.ids));
        return;
      case 'events':
        this.applyEvents(change.events, change.from ?? this.events.length);
        return;
      case 'kept':
        this.kept = [...this.kept.slice(0, change.from), ...change.events];
    }
  }

  /** @throws Error when there was nothing to build from, or a face is missing */
  state(readFace: (sha256: string) => Face): WorldState {
    if (this.rest === undefined) throw new Error('the saved world has no beginning');
    const { levels, ...rest } = this.rest;
    const faces = new Map<string, Face>();
    const withFace = <T extends { readonly face: string | null }>(
      saved: T,
    ): Omit<T, 'face'> & { face: Face | null } => {
      const { face: sha256 } = saved;
      if (sha256 === null) return { ...saved, face: null };
      const face = faces.get(sha256) ?? readFace(sha256);
      faces.set(sha256, face);
      return { ...saved, face };
    };
    return {
      ...rest,
      persons: inOrderOfMaking(this.persons).map(withFace),
      levels: levels.map((level) => ({ ...level, memberIds: this.membersOf(level.privilegeGroupId) })),
      visits: [...this.visits.values()].map((visit) => ({ ...visit, visitor: withFace(visit.visitor) })),
      slates: rest.doors.map(({ doorIndexCode }) => {
        const { copies, waiting, failures } = this.slateOf(doorIndexCode);
        return {
          doorIndexCode,
          copies: [...copies.values()],
          waiting: [...waiting].map(([personId, isQueued]) => ({ personId, isQueued })),
          failures: [...failures.values()],
        };
      }),
      events: this.events,
      keptEvents: this.kept,
    };
  }

  private forget(): void {
    this.rest = undefined;
    for (const index of [this.persons, this.members, this.slates, this.visits]) index.clear();
    this.events = [];
    this.kept = [];
  }

  private applyRest({ visits = [], ...rest }: SavedRest): void {
    this.rest = rest;
    for (const visit of visits) this.visits.set(visit.appointRecordId, visit);
  }

  private applyEvents(events: readonly AccessEvent[], from: number): void {
    events.forEach((event, index) => (this.events[from + index] = event));
  }

  private applyPerson({ id, person, levels, doors }: Extract<SavedChange, { t: 'person' }>): void {
    if (person === null) this.persons.delete(id);
    else this.persons.set(id, person);
    for (const level of new Set([...this.members.keys(), ...levels])) this.setMember(level, id, levels.includes(level));
    for (const footprint of doors) this.applyFootprint(id, footprint);
  }

  private applyFootprint(id: string, { door, copy, isQueued, failure }: SavedFootprint): void {
    const slate = this.slateOf(door);
    put(slate.copies, id, copy);
    put(slate.waiting, id, isQueued);
    put(slate.failures, id, failure);
  }

  private setMember(level: string, id: string, isIn: boolean): void {
    if (isIn) this.membersOf(level).add(id);
    else this.membersOf(level).delete(id);
  }

  private membersOf(level: string): Set<string> {
    const members = this.members.get(level) ?? new Set<string>();
    this.members.set(level, members);
    return members;
  }

  private slateOf(door: string): SavedSlate {
    const slate = this.slates.get(door) ?? { copies: new Map(), waiting: new Map(), failures: new Map() };
    this.slates.set(door, slate);
    return slate;
  }
}

/** A slice of a whole may come after a person who was made while it was written. Ids are given in a rising row. */
function inOrderOfMaking(persons: ReadonlyMap<string, SavedPerson>): SavedPerson[] {
  return [...persons.values()].sort((a, b) => Number(a.personId) - Number(b.personId));
}

/** In the world a value that is set anew keeps its place in the row; so here. */
function put<V>(map: Map<string, V>, id: string, value: V | null): void {
  if (value === null) map.delete(id);
  else map.set(id, value);
}
