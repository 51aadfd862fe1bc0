import { type PersonRead, type PersonToSend, type Validity } from '../operations/persons.js';
import { asText, Fields, fail, isNothing } from './fields.js';
import { splitName } from './names.js';
import { fromVendorTime, toVendorTime } from './times.js';

type VendorBody = Readonly<Record<string, unknown>>;

const MAX_PHONE_LENGTH = 20;
const MAX_EMAIL_LENGTH = 64;
const PERSON_CODE_FORM = /^[A-Za-z0-9]{1,16}$/;

/**
 * Names, organisation and both times every time, since whether absent fields keep their value is not
 * stated anywhere (our rule). A phone or e-mail that does not fit is left out, never cut.
 */
export function toVendorPerson({ fullName, organisationId, phone, email, validity }: PersonToSend): VendorBody {
  const { familyName, givenName } = splitName(fullName);
  return {
    personFamilyName: familyName,
    personGivenName: givenName,
    orgIndexCode: organisationId,
    ...toVendorContact(phone, email),
    beginTime: toVendorTime(validity.beginsAt),
    endTime: toVendorTime(validity.endsAt),
  };
}

/** @throws RangeError unless 1–16 letters and digits (HikCentral OpenAPI guide) */
export function toPersonCode(personCode: string): string {
  if (PERSON_CODE_FORM.test(personCode)) return personCode;
  throw new RangeError('a person code has 1 to 16 letters and digits');
}

/** Plain base64, without a `data:` prefix (HikCentral OpenAPI guide, and seen in the field). */
export function toFaceData(jpeg: Buffer): string {
  return jpeg.toString('base64');
}

/** 1: "verify by password before deletion" is on (HikCentral OpenAPI guide). @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readDeletionRule(data: unknown): { readonly asksPassword: boolean } {
  return { asksPassword: Fields.of(data, 'deletion rule').requiredNumber('enable') === 1 };
}

/** Static QR code of a card, as text; what it holds is not described anywhere. @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readQrCode(data: unknown): string {
  return asText(data) ?? Fields.of(data, 'QR code').requiredText('qrcode');
}

/** The id as a plain text; a client in the field was ready for a wrapped one too. @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readPersonId(data: unknown): string {
  // A plain value is read as the field it would be.
  const personId = (Fields.maybe(data) ?? Fields.of({ personId: data }, 'person')).id('personId');
  return personId === null || personId === 'null' ? fail('personId is missing') : personId;
}

/** "Not there" has a code of its own. @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readPersonOrUntold(data: unknown): PersonRead | 'untold' {
  return isNothing(data) ? 'untold' : readPerson(Fields.of(data, 'person'));
}

/** @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readPerson(person: Fields): PersonRead {
  const faceUri = person.child('personPhoto')?.text('picUri') ?? null;
  return {
    personId: person.requiredId('personId'),
    personCode: person.id('personCode') ?? '',
    organisationId: person.id('orgIndexCode') ?? '',
    familyName: person.text('personFamilyName') ?? '',
    givenName: person.text('personGivenName') ?? '',
    hasFace: faceUri !== null,
    faceUri,
    validity: readValidity(person),
    // Nothing in place of a list says nothing: only a list proves that a level is not held.
    accessLevelIds: isNothing(person.raw('accessLevelList'))
      ? null
      : person.children('accessLevelList').map((level) => level.requiredId('accessLevelId')),
  };
}

function readValidity(person: Fields): Validity | null {
  const beginsAt = fromVendorTime(person.text('beginTime'));
  const endsAt = fromVendorTime(person.text('endTime'));
  return beginsAt === null || endsAt === null ? null : { beginsAt, endsAt };
}

/** Where to reach somebody. What does not fit is left out, never cut, and no mistake of ours (our rule). */
export function toVendorContact(phone: string | null, email: string | null): VendorBody {
  return {
    ...(fits(phone, MAX_PHONE_LENGTH) && { phoneNo: phone }),
    ...(fits(email, MAX_EMAIL_LENGTH) && { email }),
  };
}

function fits(text: string | null, maxLength: number): boolean {
  return text !== null && text !== '' && text.length <= maxLength;
}
