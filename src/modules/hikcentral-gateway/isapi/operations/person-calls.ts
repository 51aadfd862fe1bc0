import { Fields } from '../../mapping/fields.js';
import { type Validity } from '../../operations/persons.js';
import { command, type DeviceCall, jsonBody, question } from '../client/device-call.js';
import {
  type DeviceProfile,
  readDevicePerson,
  toDeviceGuest,
  toPersonCode,
  toVendorValidity,
} from '../mapping/device-persons.js';
import { type DevicePage, type DevicePaging, readDevicePage } from '../mapping/device-paging.js';
import { jsonOf } from '../mapping/device-status.js';
import { type DeviceGuest, type DevicePerson } from './device-guests.js';

const PERSONS = '/ISAPI/AccessControl/UserInfo';
const DETAIL = '/ISAPI/AccessControl/UserInfoDetail';
const JSON_FORM = '?format=json';

/** Whatever the device's clock says, this is over. */
export const LONG_AGO: Validity = {
  beginsAt: new Date('2000-01-01T00:00:00Z'),
  endsAt: new Date('2000-01-02T00:00:00Z'),
};

export type RemovalState = 'running' | 'done' | 'failed';

/** Makes the person, or makes them so. @throws RangeError for what the device cannot hold */
export function putPerson(guest: DeviceGuest, profile: DeviceProfile): DeviceCall<void> {
  const body = jsonBody({ UserInfo: toDeviceGuest(guest, profile) });
  return command({
    name: 'put-person',
    effect: 'repeatable',
    method: 'PUT',
    target: `${PERSONS}/SetUp${JSON_FORM}`,
    body,
  });
}

/**
 * Ends a person's validity long ago and keeps the name for the device's history. Not `enable: false`: that ends the
 * checking of times, not the access (access control guide). GATEWAY.NOT_FOUND when the device has nobody.
 * @throws RangeError for a code that is none
 */
export function endValidity(personCode: string, profile: DeviceProfile): DeviceCall<void> {
  const UserInfo = { employeeNo: toPersonCode(personCode), Valid: toVendorValidity(LONG_AGO, profile) };
  const target = `${PERSONS}/Modify${JSON_FORM}`;
  return command({ name: 'end-validity', effect: 'repeatable', method: 'PUT', target, body: jsonBody({ UserInfo }) });
}

/** Cards and faces may stay: for firmware without `removePersonWhole`. @throws RangeError for a code that is none */
export function removePerson(personCode: string): DeviceCall<void> {
  const body = jsonBody({ UserInfoDelCond: { EmployeeNoList: [{ employeeNo: toPersonCode(personCode) }] } });
  const target = `${PERSONS}/Delete${JSON_FORM}`;
  return command({ name: 'remove-person', effect: 'repeatable', method: 'PUT', target, body });
}

/**
 * With cards and faces. Accepted means begun: see `readRemoval`. Always by code: the other mode empties the device.
 * @throws RangeError for a code that is none
 */
export function removePersonWhole(personCode: string): DeviceCall<void> {
  const EmployeeNoList = [{ employeeNo: toPersonCode(personCode) }];
  const body = jsonBody({ UserInfoDetail: { mode: 'byEmployeeNo', EmployeeNoList } });
  const target = `${DETAIL}/Delete${JSON_FORM}`;
  return command({ name: 'remove-person-and-credentials', effect: 'repeatable', method: 'PUT', target, body });
}

/** Of the removal that was begun last. */
export function readRemoval(): DeviceCall<RemovalState> {
  return question({
    name: 'read-removal',
    method: 'GET',
    target: `${DETAIL}/DeleteProcess${JSON_FORM}`,
    body: null,
    read: (body) => {
      const process = Fields.of(jsonOf(body).raw('UserInfoDetailDeleteProcess'), 'progress of a removal');
      const status = process.requiredText('status').toLowerCase();
      if (status === 'success') return 'done';
      return status === 'failed' ? 'failed' : 'running';
    },
  });
}

/** One page of all persons, or of one. @throws RangeError for a code that is none */
export function searchPersons(
  paging: DevicePaging,
  profile: DeviceProfile,
  personCode: string | null = null,
): DeviceCall<DevicePage<DevicePerson>> {
  const EmployeeNoList = personCode === null ? null : [{ employeeNo: toPersonCode(personCode) }];
  return question({
    name: 'search-persons',
    method: 'POST',
    target: `${PERSONS}/Search${JSON_FORM}`,
    body: jsonBody({ UserInfoSearchCond: { ...paging, ...(EmployeeNoList !== null && { EmployeeNoList }) } }),
    read: (body) =>
      readDevicePage(Fields.of(jsonOf(body).raw('UserInfoSearch'), 'page'), ['UserInfo'], (item) =>
        readDevicePerson(item, profile),
      ),
  });
}

export function countPersons(): DeviceCall<number> {
  return question({
    name: 'count-persons',
    method: 'GET',
    target: `${PERSONS}/Count${JSON_FORM}`,
    body: null,
    read: (body) => Fields.of(jsonOf(body).raw('UserInfoCount'), 'count').requiredNumber('userNumber'),
  });
}
