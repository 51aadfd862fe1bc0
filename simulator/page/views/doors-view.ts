import { type DoorSlate } from '../../world/door-slates.js';
import { type Door, type Person } from '../../world/model.js';
import { type World } from '../../world/world.js';
import { guestsOf, nameOf } from '../guests.js';
import { type Stage } from './person-row.js';

/** One person on the way to one door, or held there. */
export interface Token {
  readonly personId: string;
  readonly personName: string;
  readonly isGuest: boolean;
  readonly stage: Exclude<Stage, 'none'>;
  /** The record gives no access here any more: what travels is the order to forget. */
  readonly isRemoval: boolean;
  readonly errorItems: string | null;
}

export interface DoorCard {
  readonly doorIndexCode: string;
  readonly doorName: string;
  readonly isOnline: boolean;
  readonly clockOffsetMs: number;
  /** 0 remain open, 1 closed, 2 open, 3 remain closed. */
  readonly doorState: number;
  readonly readers: Door['readers'];
  readonly levelNames: readonly string[];
  readonly copyCount: number;
  readonly guestCopyCount: number;
  readonly markedCount: number;
  readonly queuedCount: number;
  readonly failureCount: number;
  /** Passages the terminal keeps until it is back. */
  readonly keptEventCount: number;
  /** Guests first, at most {@link MAX_TOKENS} of each stage; the counts tell of the others. */
  readonly tokens: readonly Token[];
}

const MAX_TOKENS = 8;

export function viewDoors(world: World): DoorCard[] {
  const guests = guestsOf(world);
  return world.perimeter.all().map((door) => cardOf(world, door, guests));
}

function cardOf(world: World, door: Door, guests: readonly Person[]): DoorCard {
  const { doorIndexCode, doorName, isOnline, clockOffsetMs, doorState, readers } = door;
  const slate = world.slates.get(doorIndexCode);
  const queuedCount = [...slate.waiting.values()].filter(({ isQueued }) => isQueued).length;
  return {
    doorIndexCode,
    doorName,
    isOnline,
    clockOffsetMs,
    doorState,
    readers,
    levelNames: world.levels
      .all()
      .filter((level) => level.doorIndexCodes.includes(doorIndexCode))
      .map(({ name }) => name),
    copyCount: slate.copies.size,
    guestCopyCount: guests.filter(({ personId }) => slate.copies.has(personId)).length,
    markedCount: slate.waiting.size - queuedCount,
    queuedCount,
    failureCount: slate.failures.size,
    keptEventCount: world.passages.kept().filter((event) => event.doorIndexCode === doorIndexCode).length,
    tokens: tokensOf(world, doorIndexCode, slate, guests),
  };
}

function tokensOf(world: World, doorIndexCode: string, slate: DoorSlate, guests: readonly Person[]): Token[] {
  const { waiting, failures, copies } = slate;
  const guestIds = guests.map(({ personId }) => personId).reverse();
  const isGuestId = new Set(guestIds);
  const first = (ids: Iterable<string>, has: (personId: string) => boolean): string[] => {
    const chosen = new Set<string>();
    for (const source of [guestIds, ids]) {
      for (const personId of source) {
        if (chosen.size === MAX_TOKENS) return [...chosen];
        if (has(personId)) chosen.add(personId);
      }
    }
    return [...chosen];
  };
  const token = (stage: Token['stage']) => (personId: string) => ({
    personId,
    personName: nameOf(world, personId),
    isGuest: isGuestId.has(personId) || world.persons.find({ personId }) === undefined,
    stage,
    isRemoval: !world.levels.doorsOf(personId).has(doorIndexCode),
    errorItems: failures.get(personId)?.errorItems ?? null,
  });
  const marked = first(waiting.keys(), (personId) => waiting.get(personId)?.isQueued === false);
  const queued = first(waiting.keys(), (personId) => waiting.get(personId)?.isQueued === true);
  const failed = first(failures.keys(), (personId) => failures.has(personId) && !waiting.has(personId));
  // A door of two thousand employees is a number; only guests are worth a token there.
  const held = first([], (personId) => copies.has(personId));
  return [
    ...marked.map(token('marked')),
    ...queued.map(token('queued')),
    ...failed.map(token('failed')),
    ...held.map(token('applied')),
  ];
}
