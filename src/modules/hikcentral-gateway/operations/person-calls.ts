import { toId } from '../mapping/limits.js';
import {
  readDeletionRule as toDeletionRule,
  readPersonId,
  toFaceData,
  toPersonCode,
  toVendorPerson,
} from '../mapping/persons.js';
import { deletion } from './deletion.js';
import { type Operation } from './operation.js';
import { type PersonToSend } from './persons.js';

/** A person to be made, with the face in the same call where there is one. */
export interface PersonToAdd extends PersonToSend {
  /** Baseline JPEG, longest side ≤ 640 px, ≤ 200,000 bytes; null: without a face. */
  readonly faceJpeg: Buffer | null;
}

const PERSONS = '/artemis/api/resource/v1/person';
const DELETE = `${PERSONS}/single/delete`;

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

/**
 * The doors follow later: revoke and confirm first where proof is needed (HikCentral OpenAPI guide).
 * GATEWAY.PASSWORD_REFUSED when the password is wrong.
 * @param adminPassword where the site asks for one before deletion: `readDeletionRule`
 * @throws RangeError for no id, or a password outside 1–128 characters
 */
export function deletePerson(personId: string, adminPassword: string | null = null): Operation<void> {
  return { name: 'delete-person', ...deletion(DELETE, { personId: toId('person', personId) }, adminPassword) };
}

/** The same by the code that is ours, where the id was never learnt. @throws RangeError as `deletePerson`, and for no code */
export function deletePersonByCode(personCode: string, adminPassword: string | null = null): Operation<void> {
  return {
    name: 'delete-person-by-code',
    ...deletion(DELETE, { personCode: toPersonCode(personCode) }, adminPassword),
  };
}

/** Whether deletions want the administrator's password; GATEWAY.UNSUPPORTED before 3.0.1, where none does. */
export function readDeletionRule(): Operation<{ readonly asksPassword: boolean }> {
  return {
    name: 'read-deletion-rule',
    effect: 'read',
    path: `${PERSONS}/deleteconfig/get`,
    body: {},
    read: toDeletionRule,
  };
}
