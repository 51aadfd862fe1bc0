import { type Effect, type EffectKind } from '../world/journal.js';
import { type AccessEvent, type Face } from '../world/model.js';
import { type KeptEvent } from '../world/passages.js';
import { restOf } from '../world/state-of.js';
import { type Visit } from '../world/visitors.js';
import { type World } from '../world/world.js';
import { type SavedChange, type SavedFootprint, type SavedRest, withFaceId } from './saved-forms.js';

/** Passages change events only, which are followed by their number. */
const WITHOUT_FOOTPRINT: ReadonlySet<EffectKind> = new Set(['passage', 'event-recorded']);
/** What is written in one step: some milliseconds. */
const SLICE = 500;

/** Follows a world and tells what has changed since it was last asked. */
export class WorldChanges {
  private readonly dirty = new Set<string>();
  private readonly dirtyVisits = new Set<string>();
  private memberships: SavedChange[] = [];
  private restText = '';
  private savedEvents = 0;
  private savedKept: readonly KeptEvent[] = [];
  private sweeps = 0;
  private isSweepDue = false;

  /** @param keepFace called with every face before what refers to it is handed out */
  constructor(
    private readonly world: World,
    private readonly eventIdSalt: string,
    private readonly keepFace: (face: Face) => void,
  ) {
    this.forget();
    world.journal.onChange((effect) => this.note(effect));
    world.journal.onTouch((personId) => this.dirty.add(personId));
  }

  /** Everything is to be told again. */
  sweep(): void {
    this.sweeps += 1;
    this.isSweepDue = true;
  }

  isSwept(): boolean {
    return this.isSweepDue;
  }

  sweepCount(): number {
    return this.sweeps;
  }

  isMuch(): boolean {
    return this.isSweepDue || this.dirty.size > SLICE || this.unsavedEvents() > SLICE;
  }

  hasPersons(): boolean {
    return this.dirty.size > 0 || this.dirtyVisits.size > 0;
  }

  /** The faces that somebody has. */
  faceIds(): ReadonlySet<string> {
    const ids = new Set<string>();
    for (const { face } of this.world.persons.all()) if (face !== null) ids.add(face.sha256);
    for (const { visitor } of this.world.visits.all()) if (visitor.face !== null) ids.add(visitor.face.sha256);
    return ids;
  }

  /**
   * Everything that has been told already, as it is at each slice: what changes in between is told by {@link take} as ever, and
   * whoever applies both in the order in which they were told has the world.
   */
  *everything(): Generator<readonly SavedChange[]> {
    const { world } = this;
    const events = world.events.all();
    const eventCount = this.savedEvents;
    yield [
      { t: 'reset' },
      { t: 'rest', rest: this.rest() },
      ...world.levels.all().map((level) => membersOf(level.privilegeGroupId, level.memberIds)),
      { t: 'kept', from: 0, events: this.savedKept },
    ];
    for (const visits of slices(world.visits.all())) yield visits.map((visit) => this.visitOf(visit));
    for (const ids of slices(this.knownIds())) yield ids.map((id) => this.personOf(id));
    for (let from = 0; from < eventCount; from += SLICE) yield [told(events, from, Math.min(from + SLICE, eventCount))];
  }

  /** As much of what has changed as is too much for one step. */
  *ahead(): Generator<readonly SavedChange[]> {
    if (this.isSweepDue) {
      this.forget();
      yield* this.everything();
    }
    while (this.dirty.size > SLICE) {
      const ids = [...this.dirty].slice(0, SLICE);
      for (const id of ids) this.dirty.delete(id);
      yield [...this.takeMemberships(), ...ids.map((id) => this.personOf(id))];
    }
    while (this.unsavedEvents() > SLICE) yield [this.takeEvents(SLICE)];
  }

  /** What has changed since the last time; empty for nothing. */
  take(): SavedChange[] {
    const changes: SavedChange[] = [
      ...this.changedRest(),
      ...this.takeMemberships(),
      ...[...this.dirtyVisits].flatMap((visitorId) => this.visitOfVisitor(visitorId)),
      ...[...this.dirty].map((id) => this.personOf(id)),
      ...(this.unsavedEvents() > 0 ? [this.takeEvents(this.unsavedEvents())] : []),
      ...this.kept(),
    ];
    this.dirty.clear();
    this.dirtyVisits.clear();
    return changes;
  }

  private note({ kind, personId, privilegeGroupId, appointRecordId }: Effect): void {
    if (kind === 'world-restored') this.sweep();
    if (WITHOUT_FOOTPRINT.has(kind) || personId === undefined) return;
    if (appointRecordId !== undefined) this.dirtyVisits.add(personId);
    this.dirty.add(personId);
    if (privilegeGroupId === undefined) return;
    // The order in which members came is part of the world.
    this.memberships.push({ t: 'member', level: privilegeGroupId, id: personId, isIn: kind !== 'member-removed' });
  }

  private forget(): void {
    this.dirty.clear();
    this.dirtyVisits.clear();
    this.memberships = [];
    this.restText = '';
    this.savedKept = [...this.world.passages.kept()];
    this.savedEvents = this.world.events.all().length;
    this.isSweepDue = false;
  }

  private rest(): SavedRest {
    return {
      ...restOf(this.world, this.eventIdSalt),
      levels: this.world.levels.all().map((level) => ({ ...level, memberIds: [] })),
    };
  }

  private changedRest(): SavedChange[] {
    const rest = this.rest();
    const text = JSON.stringify(rest);
    if (text === this.restText) return [];
    this.restText = text;
    return [{ t: 'rest', rest }];
  }

  private takeMemberships(): SavedChange[] {
    const taken = this.memberships;
    this.memberships = [];
    return taken;
  }

  /** Persons, visitors, and those whom only doors still know. */
  private knownIds(): string[] {
    const known = new Set(this.world.persons.all().map(({ personId }) => personId));
    for (const [, { copies, waiting, failures }] of this.world.slates.entries()) {
      for (const row of [copies, waiting, failures]) for (const id of row.keys()) known.add(id);
    }
    return [...known];
  }

  private personOf(id: string): SavedChange {
    const person = this.world.persons.find({ personId: id });
    if (person?.face) this.keepFace(person.face);
    return {
      t: 'person',
      id,
      person: person === undefined ? null : withFaceId(person),
      levels: this.world.levels.levelsOf(id).map(({ privilegeGroupId }) => privilegeGroupId),
      doors: this.world.slates.entries().map(([door, { copies, waiting, failures }]): SavedFootprint => {
        const [copy = null, failure = null] = [copies.get(id), failures.get(id)];
        return { door, copy, isQueued: waiting.get(id)?.isQueued ?? null, failure };
      }),
    };
  }

  private visitOfVisitor(visitorId: string): SavedChange[] {
    const visit = this.world.visits.findByVisitor(visitorId);
    return visit === undefined ? [] : [this.visitOf(visit)];
  }

  private visitOf(visit: Visit): SavedChange {
    if (visit.visitor.face !== null) this.keepFace(visit.visitor.face);
    return { t: 'visit', visit: { ...visit, visitor: withFaceId(visit.visitor) } };
  }

  private unsavedEvents(): number {
    return this.world.events.all().length - this.savedEvents;
  }

  private takeEvents(count: number): SavedChange {
    const from = this.savedEvents;
    this.savedEvents += count;
    return told(this.world.events.all(), from, this.savedEvents);
  }

  private kept(): SavedChange[] {
    const kept = [...this.world.passages.kept()];
    const before = this.savedKept;
    const isLonger = kept.length >= before.length && kept[before.length - 1] === before.at(-1) && kept[0] === before[0];
    const from = before.length === 0 || isLonger ? before.length : 0;
    this.savedKept = kept;
    if (from === kept.length && from === before.length) return [];
    return [{ t: 'kept', from, events: kept.slice(from) }];
  }
}

function membersOf(level: string, memberIds: ReadonlySet<string>): SavedChange {
  return { t: 'members', level, ids: [...memberIds] };
}

function told(events: readonly AccessEvent[], from: number, to: number): SavedChange {
  return { t: 'events', from, events: events.slice(from, to) };
}

function* slices<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += SLICE) yield items.slice(at, at + SLICE);
}
