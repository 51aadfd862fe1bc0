import { fail, type Fields } from '../../mapping/fields.js';
import { fromVendorTime, toVendorTime } from '../../mapping/times.js';
import { type Validity } from '../../operations/persons.js';
import { type DeviceGuest, type DevicePerson } from '../operations/device-guests.js';
import { type DeviceLimits } from './device-limits.js';
import { type DeviceZone, fromDeviceTime, toDeviceTime } from './device-zone.js';

/** What has to be known of a device to tell it times and names. */
export interface DeviceProfile {
  readonly zone: DeviceZone;
  readonly limits: DeviceLimits;
}

const PERSON_CODE_FORM = /^[A-Za-z0-9]+$/;
/** All day, every day, unless somebody changed it on the device (person-based access control guide). */
const ALL_DAY_PLAN = '1';
// eslint-disable-next-line no-control-regex -- these are what is taken out
const UNWRITABLE = /[\u0000-\u001f\u007f]|\p{Cs}/gu;

/** @throws RangeError for a code this device cannot hold, an end before the beginning, or no door number */
export function toDeviceGuest(guest: DeviceGuest, profile: DeviceProfile): object {
  const { fullName, validity, doorNos } = guest;
  if (!doorNos.every((doorNo) => Number.isInteger(doorNo) && doorNo >= 1 && doorNo <= 256)) {
    throw new RangeError('a door of a device has a number from 1 to 256');
  }
  return {
    employeeNo: toPersonCode(guest.personCode, profile.limits.personCodeLength),
    name: fitName(fullName, profile.limits.nameBytes),
    userType: 'visitor',
    Valid: toVendorValidity(validity, profile),
    doorRight: doorNos.join(','),
    RightPlan: doorNos.map((doorNo) => ({ doorNo, planTemplateNo: ALL_DAY_PLAN })),
    // A guest never administrates a device.
    localUIRight: false,
  };
}

/** @throws RangeError unless 1 to `maxLength` letters and digits: an empty one would name everybody */
export function toPersonCode(personCode: string, maxLength = 32): string {
  if (PERSON_CODE_FORM.test(personCode) && personCode.length <= maxLength) return personCode;
  throw new RangeError(`a person code of a device has 1 to ${maxLength} letters and digits`);
}

/** The end is rounded down, never up. @throws RangeError for an end before the beginning */
export function toVendorValidity({ beginsAt, endsAt }: Validity, { zone, limits }: DeviceProfile): object {
  if (!(endsAt.getTime() > beginsAt.getTime())) throw new RangeError('a validity ends after it begins');
  const tell = (at: Date): string => (limits.knowsUtc ? toVendorTime(at).slice(0, 19) : toDeviceTime(zone, at));
  return {
    enable: true,
    beginTime: tell(beginsAt),
    endTime: tell(endsAt),
    timeType: limits.knowsUtc ? 'UTC' : 'local',
  };
}

/** The same validity as the device would tell it back. */
export function isSameValidity(wanted: Validity, read: Validity | null, profile: DeviceProfile): boolean {
  return (
    read !== null &&
    JSON.stringify(toVendorValidity(wanted, profile)) === JSON.stringify(toVendorValidity(read, profile))
  );
}

/** @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readDevicePerson(person: Fields, { zone }: DeviceProfile): DevicePerson {
  const valid = person.child('Valid');
  const isUtc = valid?.text('timeType')?.toLowerCase() === 'utc';
  return {
    personCode: person.requiredId('employeeNo'),
    name: person.text('name') ?? '',
    validity: valid === null || !isTrue(valid.raw('enable')) ? null : readValidity(valid, isUtc, zone),
    doorNos: (person.text('doorRight') ?? '')
      .split(',')
      .filter((text) => /^\d{1,3}$/.test(text.trim()))
      .map(Number),
    faceCount: person.number('numOfFace'),
    cardCount: person.number('numOfCard'),
  };
}

function readValidity(valid: Fields, isUtc: boolean, zone: DeviceZone): Validity {
  const read = (name: string): Date | null => {
    const text = valid.text(name);
    if (text === null) return null;
    return fromVendorTime(isUtc ? `${text}Z` : text) ?? fromVendorTime(text) ?? fromDeviceTime(zone, text);
  };
  const beginsAt = read('beginTime');
  const endsAt = read('endTime');
  return beginsAt === null || endsAt === null ? fail('a validity without times') : { beginsAt, endsAt };
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

/** By code points, so that no character is torn apart. */
function fitName(fullName: string, maxBytes: number): string {
  let cut = '';
  let bytes = 0;
  for (const character of fullName.replace(UNWRITABLE, '')) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes) break;
    cut += character;
  }
  return cut;
}
