import { fullName } from '../../world/model.js';
import { type World } from '../../world/world.js';
import { type PersonRow, rowOf, rowOfForgotten } from './person-row.js';

/** One column of the comparison: the record, or one door's copy. */
export interface Sheet {
  readonly personName: string;
  readonly beginMs: number;
  readonly endMs: number;
  /** The first letters of the face's digest, enough to see that two differ; null for none. */
  readonly face: string | null;
}

export interface CopySheet {
  readonly doorIndexCode: string;
  /** null where the terminal holds nothing of this person. */
  readonly copy: (Sheet & { readonly appliedAtMs: number }) | null;
  /** What a terminal tells otherwise than the record does, by the names of {@link Sheet}. */
  readonly differences: readonly (keyof Sheet)[];
}

export interface PersonDetail {
  readonly row: PersonRow;
  readonly record: Sheet | null;
  readonly copies: readonly CopySheet[];
}

const FACE_LETTERS = 8;

/** @returns undefined for somebody whom neither the record nor a door knows */
export function viewPerson(world: World, personId: string): PersonDetail | undefined {
  const person = world.persons.find({ personId });
  const row = person === undefined ? rowOfForgotten(world, personId) : rowOf(world, person);
  if (row === undefined) return undefined;
  const record: Sheet | null =
    person === undefined
      ? null
      : {
          personName: fullName(person),
          beginMs: person.beginTimeMs,
          endMs: person.endTimeMs,
          face: shortFace(person.face?.sha256 ?? null),
        };
  const copies = world.slates.entries().map(([doorIndexCode, slate]): CopySheet => {
    const held = slate.copies.get(personId);
    if (held === undefined) return { doorIndexCode, copy: null, differences: [] };
    const copy = {
      personName: held.personName,
      beginMs: held.beginTimeMs,
      endMs: held.endTimeMs,
      face: shortFace(held.faceSha256),
      appliedAtMs: held.appliedAtMs,
    };
    return { doorIndexCode, copy, differences: record === null ? [] : differencesOf(record, copy) };
  });
  return { row, record, copies };
}

function shortFace(sha256: string | null): string | null {
  return sha256?.slice(0, FACE_LETTERS) ?? null;
}

function differencesOf(record: Sheet, copy: Sheet): (keyof Sheet)[] {
  const names = ['personName', 'beginMs', 'endMs', 'face'] as const;
  return names.filter((name) => record[name] !== copy[name]);
}
