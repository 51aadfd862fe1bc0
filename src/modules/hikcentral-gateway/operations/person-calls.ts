import { readPageSkipping, toPaging } from '../mapping/paging.js';
import {
  readPerson,
  readPersonId,
  readPersonOrNull,
  toFaceData,
  toPersonCode,
  toVendorPerson,
} from '../mapping/persons.js';
import { type Operation, type Page } from './operation.js';
import { type PersonRead, type PersonToSend } from './persons.js';

/** A person to be made, with the face in the same call where there is one. */
export interface PersonToAdd extends PersonToSend {
  /** Baseline JPEG, longest side ≤ 640 px, ≤ 200,000 bytes; null: without a face. */
  readonly faceJpeg: Buffer | null;
}

const PERSONS = '/artemis/api/resource/v1/person';
/** Levels of each person, where the version can say (3.x). */
const WITH_ACCESS_LEVELS = { showAccessLevel: 1 };

/** @throws RangeError for a code that is not 1–16 letters and digits */
export function addPerson(input: PersonToAdd): Operation<{ readonly personId: string }> {
  return {
    name: 'add-person',
    effect: 'once',
    path: `${PERSONS}/single/add`,
    body: {
      personCode: toPersonCode(input.personCode),
      ...toVendorPerson(input),
      ...(input.faceJpeg !== null && { faces: [{ faceData: toFaceData(input.faceJpeg) }] }),
    },
    read: (data) => ({ personId: readPersonId(data) }),
  };
}

/**
 * Names, organisation, contacts and validity. The code does not change this way (HikCentral OpenAPI guide); a face would
 * be accepted and not kept (seen in the field).
 */
export function updatePerson(input: PersonToSend & { readonly personId: string }): Operation<void> {
  return {
    name: 'update-person',
    effect: 'repeatable',
    path: `${PERSONS}/single/update`,
    body: { personId: input.personId, ...toVendorPerson(input) },
    read: () => undefined,
  };
}

/** Replaces the face. */
export function updateFace(input: {
  readonly personId: string;
  /** Baseline JPEG, longest side ≤ 640 px, ≤ 200,000 bytes. */
  readonly faceJpeg: Buffer;
}): Operation<void> {
  return {
    name: 'update-face',
    effect: 'repeatable',
    path: `${PERSONS}/face/update`,
    // Exactly these two: further fields break the call (seen in the field).
    body: { personId: input.personId, faceData: toFaceData(input.faceJpeg) },
    read: () => undefined,
  };
}

/** The doors follow later: revoke and confirm first where proof is needed (HikCentral OpenAPI guide). */
export function deletePerson(personId: string): Operation<void> {
  return {
    name: 'delete-person',
    effect: 'repeatable',
    path: `${PERSONS}/single/delete`,
    body: { personId },
    read: () => undefined,
  };
}

/** null when HikCentral has nobody with this code. @throws RangeError for a code that is not 1–16 letters and digits */
export function findPersonByCode(personCode: string): Operation<PersonRead | null> {
  return {
    name: 'find-person-by-code',
    effect: 'read',
    path: `${PERSONS}/personCode/personInfo`,
    body: { personCode: toPersonCode(personCode), ...WITH_ACCESS_LEVELS },
    read: readPersonOrNull,
    readAbsent: () => null,
  };
}

/** Everybody, 500 to a page unless asked for less: the cheapest comparison. @throws RangeError */
export function listPersons(input: {
  readonly pageNo: number;
  readonly pageSize?: number;
}): Operation<Page<PersonRead>> {
  const paging = toPaging(input.pageNo, input.pageSize);
  return {
    name: 'list-persons',
    effect: 'read',
    path: `${PERSONS}/personList`,
    body: { ...paging, ...WITH_ACCESS_LEVELS },
    read: (data, onSkipped) => readPageSkipping(data, paging, readPerson, onSkipped),
  };
}
