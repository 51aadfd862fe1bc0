import { fullName, type Person } from '../../world/model.js';
import { type World } from '../../world/world.js';
import { isGuest } from '../guests.js';

/** `marked`: to be applied, but nobody has asked for it yet. `queued`: asked for, on its way. */
export type Stage = 'none' | 'marked' | 'queued' | 'applied' | 'failed';

export interface PlaceAtDoor {
  readonly doorIndexCode: string;
  readonly stage: Stage;
  /** Whether the terminal holds a copy, of whatever age: it opens by this and by nothing else. */
  readonly hasCopy: boolean;
  /** Whether a level of the record names the door. */
  readonly isEntitled: boolean;
  /** Comma list of the vendor's items: 0 device, 1 card, 2 fingerprint, 3 face, 4 person information. */
  readonly errorItems: string | null;
}

export interface PersonRow {
  readonly personId: string;
  readonly personCode: string;
  readonly personName: string;
  /** Epoch milliseconds; null once the record is gone and only doors know. */
  readonly beginMs: number | null;
  readonly endMs: number | null;
  readonly hasFace: boolean;
  readonly isGuest: boolean;
  readonly isInRecord: boolean;
  readonly levelIds: readonly string[];
  readonly doors: readonly PlaceAtDoor[];
}

export function placesOf(world: World, personId: string): PlaceAtDoor[] {
  const entitled = world.levels.doorsOf(personId);
  return world.slates.entries().map(([doorIndexCode, { copies, waiting, failures }]) => {
    const failure = failures.get(personId);
    const hasCopy = copies.has(personId);
    const awaited = waiting.get(personId);
    return {
      doorIndexCode,
      stage: stageOf(awaited?.isQueued, failure !== undefined, hasCopy),
      hasCopy,
      isEntitled: entitled.has(doorIndexCode),
      errorItems: failure?.errorItems ?? null,
    };
  });
}

function stageOf(isQueued: boolean | undefined, hasFailed: boolean, hasCopy: boolean): Stage {
  if (isQueued !== undefined) return isQueued ? 'queued' : 'marked';
  if (hasFailed) return 'failed';
  return hasCopy ? 'applied' : 'none';
}

export function rowOf(world: World, person: Person): PersonRow {
  return {
    personId: person.personId,
    personCode: person.personCode,
    personName: fullName(person),
    beginMs: person.beginTimeMs,
    endMs: person.endTimeMs,
    hasFace: person.face !== null,
    isGuest: isGuest(person),
    isInRecord: true,
    levelIds: world.levels.levelsOf(person.personId).map(({ privilegeGroupId }) => privilegeGroupId),
    doors: placesOf(world, person.personId),
  };
}

/** Somebody deleted whom doors still hold or still have to drop. */
export function rowOfForgotten(world: World, personId: string): PersonRow | undefined {
  const doors = placesOf(world, personId);
  if (doors.every(({ stage }) => stage === 'none')) return undefined;
  const copy = world.slates.entries().flatMap(([, { copies }]) => copies.get(personId) ?? [])[0];
  return {
    personId,
    personCode: copy?.personCode ?? '',
    personName: copy?.personName ?? `#${personId}`,
    beginMs: null,
    endMs: null,
    hasFace: false,
    isGuest: true,
    isInRecord: false,
    levelIds: [],
    doors,
  };
}
