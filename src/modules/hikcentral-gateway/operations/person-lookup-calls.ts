import { assertLength, optionalText, toId } from '../mapping/limits.js';
import { readPageSkipping, toPaging } from '../mapping/paging.js';
import { readPerson, readPersonOrUntold, readQrCode, toPersonCode } from '../mapping/persons.js';
import { type Operation, type Page } from './operation.js';
import { type PersonLookUp, type PersonRead } from './persons.js';

const PERSONS = '/artemis/api/resource/v1/person';
/** Levels of each person, where the version can say (3.x). */
const WITH_ACCESS_LEVELS = { showAccessLevel: 1 };
/** Characters of a name to search for (HikCentral OpenAPI guide). */
const MAX_SEARCHED_NAME_LENGTH = 32;
/** Documented only for answers (HikCentral OpenAPI guide); the wider of the two spellings of a card. */
const MAX_CARD_NUMBER_LENGTH = 64;

/** null when HikCentral has nobody with this code. @throws RangeError for a code that is not 1–16 letters and digits */
export function findPersonByCode(personCode: string): Operation<PersonLookUp> {
  return { name: 'find-person-by-code', ...lookup('personCode', toPersonCode(personCode)) };
}

/** null when HikCentral has nobody with this id. @throws RangeError for no id */
export function findPersonById(personId: string): Operation<PersonLookUp> {
  return { name: 'find-person-by-id', ...lookup('personId', toId('person', personId)) };
}

function lookup(key: 'personId' | 'personCode', value: string): Omit<Operation<PersonLookUp>, 'name'> {
  return {
    effect: 'read',
    path: `${PERSONS}/${key}/personInfo`,
    body: { [key]: value, ...WITH_ACCESS_LEVELS },
    read: readPersonOrUntold,
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

/** What to search persons by: at least one. */
export interface PersonSearch {
  /** Fuzzy, 1–32 characters. */
  readonly name?: string;
  /** 1–64 characters. */
  readonly cardNumber?: string;
  /** 1–64 characters; from 3.x on. */
  readonly keyfobNumber?: string;
  readonly pageNo: number;
  readonly pageSize?: number;
}

/** @throws RangeError for nothing to search by, and beyond the limits */
export function searchPersons({
  name,
  cardNumber,
  keyfobNumber,
  pageNo,
  pageSize,
}: PersonSearch): Operation<Page<PersonRead>> {
  const paging = toPaging(pageNo, pageSize);
  const personName = optionalText('name to search for', name, MAX_SEARCHED_NAME_LENGTH);
  const cardNo = optionalText('card to search for', cardNumber, MAX_CARD_NUMBER_LENGTH);
  const keyfobNo = optionalText('keyfob to search for', keyfobNumber, MAX_CARD_NUMBER_LENGTH);
  if (personName === undefined && cardNo === undefined && keyfobNo === undefined) {
    throw new RangeError('a search for persons needs a name, a card or a keyfob');
  }
  return {
    name: 'search-persons',
    effect: 'read',
    path: `${PERSONS}/advance/personList`,
    body: {
      ...paging,
      ...(personName !== undefined && { personName }),
      ...(cardNo !== undefined && { cardNo }),
      ...(keyfobNo !== undefined && { keyfobNo }),
    },
    read: (data, onSkipped) => readPageSkipping(data, paging, readPerson, onSkipped),
  };
}

/**
 * The QR code that stands for a card and never changes, from 3.x on. Documented and not tried by anybody we know of.
 * @throws RangeError for a card outside 1–64 characters
 */
export function readCardQrCode(cardNumber: string): Operation<string> {
  assertLength('card number', cardNumber, 1, MAX_CARD_NUMBER_LENGTH);
  return {
    name: 'read-card-qr-code',
    effect: 'read',
    path: `${PERSONS}/staticqrcode/get`,
    // The only call whose request is wrapped in `data` (HikCentral OpenAPI guide).
    body: { data: { cardNo: cardNumber } },
    read: readQrCode,
  };
}
