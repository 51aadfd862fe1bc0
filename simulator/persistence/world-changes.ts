import { type Effect, type EffectKind } from '../world/journal.js';
import { type KeptEvent } from '../world/passages.js';
import { restOf } from '../world/state-of.js';
import { type World } from '../world/world.js';
import { type SavedChange, type SavedFootprint, type SavedRest, withFaceId } from './saved-forms.js';

/** Passages change events only, which are followed by their number. */
const WITHOUT_FOOTPRINT: ReadonlySet<EffectKind> = new Set(['passage', 'event-recorded']);
/** What changes many persons at once, and seldom. */
const SWEEPING: ReadonlySet<EffectKind> = new Set(['world-restored', 'level-changed', 'level-deleted']);
const CHUNK = 1000;

/** Follows a world and tells what has changed since it was last asked. */
export class WorldChanges {
  private readonly dirty = new Set<string>();
  private memberships: SavedChange[] = [];
  private restText = '';
  private savedEvents = 0;
  private savedKept: readonly KeptEvent[] = [];
  private isSwept = false;

  constructor(
    private readonly world: World,
    private readonly eventIdSalt: string,
  ) {
    world.journal.onChange((effect) => this.note(effect));
    world.journal.onTouch((personId) => this.dirty.add(personId));
  }

  /** Whether so much has changed that the whole is to be written. */
  needsWhole(): boolean {
    return this.isSwept;
  }

  /** Everything, in pieces of some hundred kilobytes. */
  *whole(): Generator<readonly SavedChange[]> {
    const { world } = this;
    this.forget();
    yield [
      ...this.changedRest(),
      ...world.levels.all().map((level) => membersOf(level.privilegeGroupId, level.memberIds)),
    ];
    const known = new Set(world.persons.all().map(({ personId }) => personId));
    // Doors may hold people whom the record no longer knows, and visitors.
    for (const [, { copies, waiting, failures }] of world.slates.entries()) {
      for (const row of [copies, waiting, failures]) for (const id of row.keys()) known.add(id);
    }
    for (const ids of chunks([...known])) yield ids.map((id) => this.personOf(id));
    for (const events of chunks(world.events.all())) yield [{ t: 'events', events }];
    yield this.kept();
    this.savedEvents = world.events.all().length;
  }

  /** What has changed since the last time; empty for nothing. */
  take(): SavedChange[] {
    const changes: SavedChange[] = [
      ...this.changedRest(),
      ...this.memberships,
      ...[...this.dirty].map((id) => this.personOf(id)),
      ...this.newEvents(),
      ...this.kept(),
    ];
    this.dirty.clear();
    this.memberships = [];
    return changes;
  }

  private note({ kind, personId, privilegeGroupId }: Effect): void {
    if (SWEEPING.has(kind)) this.isSwept = true;
    if (WITHOUT_FOOTPRINT.has(kind) || personId === undefined) return;
    this.dirty.add(personId);
    if (privilegeGroupId === undefined) return;
    // The order in which members came is part of the world.
    this.memberships.push({ t: 'member', level: privilegeGroupId, id: personId, isIn: kind !== 'member-removed' });
  }

  private forget(): void {
    this.dirty.clear();
    this.memberships = [];
    this.restText = '';
    this.savedKept = [];
    this.isSwept = false;
  }

  private changedRest(): SavedChange[] {
    const rest: SavedRest = {
      ...restOf(this.world, this.eventIdSalt),
      levels: this.world.levels.all().map((level) => ({ ...level, memberIds: [] })),
      visits: this.world.visits.all().map((visit) => ({ ...visit, visitor: withFaceId(visit.visitor) })),
    };
    const text = JSON.stringify(rest);
    if (text === this.restText) return [];
    this.restText = text;
    return [{ t: 'rest', rest }];
  }

  private personOf(id: string): SavedChange {
    const person = this.world.persons.find({ personId: id });
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

  private newEvents(): SavedChange[] {
    const events = this.world.events.all().slice(this.savedEvents);
    this.savedEvents += events.length;
    return events.length === 0 ? [] : [{ t: 'events', events }];
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

function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += CHUNK) yield items.slice(at, at + CHUNK);
}
