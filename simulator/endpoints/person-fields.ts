import { CODES, Refusal } from '../refusal.js';
import { badlyFormed, CODE_FORM, Fields, isObject, missing, NAME_FORM, outOfRange } from '../server/fields.js';
import { type Person, type PersonChanges } from '../world/model.js';
import { type PersonHandle, type Persons } from '../world/persons.js';

const PERSON_NAME_RULE = { max: 256, form: NAME_FORM };
export const PERSON_CODE_RULE = { max: 16, form: CODE_FORM };
const MAX_CARDS = 5;
const UNKEPT_LISTS = ['fingerPrint', 'iris', 'palmPrintVein'] as const;
/** Terminals keep no later end: `2037-12-31T23:59:59` in whatever zone, so a day of grace for the zones behind UTC. */
const LATEST_END_MS = Date.parse('2038-01-01T14:00:00Z');

export const ROOM_INFO = 6;
export const FLOOR_INFO = 19;

/** The names, both required. @throws Refusal 0x00072001, 0x00072002, 0x00072003 */
export function readNames(fields: Fields): { familyName: string; givenName: string } {
  return {
    familyName: fields.text('personFamilyName', PERSON_NAME_RULE),
    givenName: fields.text('personGivenName', PERSON_NAME_RULE),
  };
}

/** The fields that `add` and `update` share, only those that were sent. @throws Refusal 0x00072002, 0x00072003 */
export function readDetails(fields: Fields): Omit<PersonChanges, 'familyName' | 'givenName' | 'orgIndexCode'> {
  const gender = fields.optionalInteger('gender', 0, 2);
  const phoneNo = fields.optionalText('phoneNo', { max: 20 });
  const email = fields.optionalText('email', { max: 64 });
  const remark = fields.optionalText('remark', { max: 128 });
  const cardNos = fields.optionalObjects('cards', MAX_CARDS)?.map((card) => card.text('cardNo', { form: CODE_FORM }));
  const beginTimeMs = fields.optionalTime('beginTime');
  const endTimeMs = fields.optionalTime('endTime');
  if (endTimeMs !== undefined && endTimeMs > LATEST_END_MS) throw outOfRange('endTime');
  const keyfobNos = fields
    .optionalObjects('keyfobs', MAX_CARDS)
    ?.map((fob) => fob.text('keyfobNo', { form: CODE_FORM }));
  const residentRoomNo = fields.optionalInteger('residentRoomNo', 1, 9999);
  const residentFloorNo = fields.optionalInteger('residentFloorNo', 1, 999);
  if (cardNos !== undefined && new Set(cardNos).size < cardNos.length) {
    throw new Refusal(CODES.alreadyExists, 'card number already exists');
  }
  // Taken and not kept: no terminal here reads them.
  for (const name of UNKEPT_LISTS) fields.optionalObjects(name, 10);
  return {
    ...(gender !== undefined && { gender }),
    ...(phoneNo !== undefined && { phoneNo }),
    ...(email !== undefined && { email }),
    ...(remark !== undefined && { remark }),
    ...(cardNos !== undefined && { cardNos }),
    ...(beginTimeMs !== undefined && { beginTimeMs }),
    ...(endTimeMs !== undefined && { endTimeMs }),
    ...(keyfobNos !== undefined && { keyfobNos }),
    ...(residentRoomNo !== undefined && { residentRoomNo }),
    ...(residentFloorNo !== undefined && { residentFloorNo }),
  };
}

export function readNameChanges(fields: Fields): Pick<PersonChanges, 'familyName' | 'givenName' | 'orgIndexCode'> {
  return {
    ...(fields.has('personFamilyName') && { familyName: fields.text('personFamilyName', PERSON_NAME_RULE) }),
    ...(fields.has('personGivenName') && { givenName: fields.text('personGivenName', PERSON_NAME_RULE) }),
    ...(fields.has('orgIndexCode') && { orgIndexCode: fields.text('orgIndexCode') }),
  };
}

/** One of `personId` and `personCode`. @throws Refusal 0x00072001 for none, 2 for both */
export function readHandle(fields: Fields): PersonHandle {
  fields.atMostOneOf('personId', 'personCode');
  if (fields.has('personId')) return { personId: fields.text('personId') };
  if (fields.has('personCode')) return { personCode: fields.text('personCode') };
  throw missing('personId');
}

/** @throws Refusal 128 and those of {@link readHandle} */
export function readPerson(fields: Fields, persons: Persons): Person {
  return persons.get(readHandle(fields));
}

/** At most one face comes with a new person. @throws Refusal 0x00072001, 0x00072002, 0x00072003 */
export function readFaceData(fields: Fields): string | undefined {
  return fields.optionalObjects('faces', 1)?.[0]?.text('faceData');
}

/** A field that is an object of its own. @throws Refusal 0x00072003 */
export function readObject(fields: Fields, name: string): Fields | undefined {
  if (!fields.has(name)) return undefined;
  const value = fields.raw(name);
  if (!isObject(value)) throw badlyFormed(name);
  return new Fields(value);
}

/** 0 or 1 of a number that serves as a boolean. */
export function readFlag(fields: Fields, name: string): boolean {
  return fields.optionalInteger(name, 0, 1) === 1;
}

/** `face/update` breaks on anything beside what it knows, as met in the field. @throws Refusal 2 */
export function refuseExtraFields(fields: Fields, known: readonly string[]): void {
  if (fields.names().some((name) => !known.includes(name))) {
    throw new Refusal(CODES.parameterWrong, 'unexpected parameter');
  }
}

/** What more is wanted of a person: 6 the room, 19 the floor. @throws Refusal 0x00072002, 0x00072003 */
export function readAppendInfo(fields: Fields): ReadonlySet<number> {
  const list = fields.optionalList('appendInfo', 100) ?? [];
  return new Set(
    list.map((entry) => {
      if (typeof entry !== 'number') throw badlyFormed('appendInfo');
      if (entry !== ROOM_INFO && entry !== FLOOR_INFO) throw outOfRange('appendInfo');
      return entry;
    }),
  );
}
