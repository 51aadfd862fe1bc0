import { type World } from '../../world/world.js';
import { guestsOf } from '../guests.js';
import { type PersonRow, rowOf, rowOfForgotten } from './person-row.js';

/** More are counted, not sent: the page must stay light whatever a load test makes. */
const MAX_ROWS = 40;
const MAX_FORGOTTEN = 10;

export interface PeopleView {
  readonly personCount: number;
  readonly guestCount: number;
  /** The newest guests, and deleted persons whom a door still has to drop. */
  readonly guests: readonly PersonRow[];
  readonly levels: readonly LevelView[];
}

export interface LevelView {
  readonly privilegeGroupId: string;
  readonly name: string;
  readonly doorIndexCodes: readonly string[];
  readonly memberCount: number;
}

export function viewPeople(world: World): PeopleView {
  const guests = guestsOf(world);
  const newest = guests.slice(-MAX_ROWS).reverse();
  return {
    personCount: world.persons.all().length,
    guestCount: guests.length,
    guests: [...forgottenOf(world), ...newest.map((person) => rowOf(world, person))],
    levels: world.levels.all().map(({ privilegeGroupId, name, doorIndexCodes, memberIds }) => ({
      privilegeGroupId,
      name,
      doorIndexCodes,
      memberCount: memberIds.size,
    })),
  };
}

function forgottenOf(world: World): PersonRow[] {
  const ids = new Set<string>();
  for (const [, { waiting, failures }] of world.slates.entries()) {
    for (const personId of [...waiting.keys(), ...failures.keys()]) {
      if (ids.size < MAX_FORGOTTEN && world.persons.find({ personId }) === undefined) ids.add(personId);
    }
  }
  return [...ids].flatMap((personId) => rowOfForgotten(world, personId) ?? []);
}

export interface Found {
  readonly total: number;
  readonly persons: readonly PersonRow[];
}

/** By a part of the name or of the code, in any case; guests and employees alike. */
export function searchPeople(world: World, query: string, limit: number): Found {
  const part = query.trim().toLowerCase();
  const hits = world.persons
    .all()
    .filter(({ givenName, familyName, personCode }) =>
      `${givenName} ${familyName} ${personCode}`.toLowerCase().includes(part),
    );
  return { total: hits.length, persons: hits.slice(0, limit).map((person) => rowOf(world, person)) };
}
