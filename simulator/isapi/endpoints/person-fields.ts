import { type Device } from '../device.js';
import { type JsonFields } from '../protocol/json-fields.js';
import { badParameters } from '../status.js';
import {
  type DevicePerson,
  GENDERS,
  type RightPlan,
  TIME_TYPES,
  USER_TYPES,
  type Validity,
  VERIFY_MODES,
} from '../world/person.js';
import { readValidityTime } from '../world/validity-time.js';

export const MAX_EMPLOYEE_NO = 32;
export const MAX_SEARCH_ID = 36;
const MAX_INTEGER = 2 ** 31 - 1;
const MAX_TEXT = 256;
const EMPLOYEE_NO = /^[A-Za-z0-9]+$/;
const DOOR_LIST = /^\d{1,3}(,\d{1,3})*$/;
/** The only plan there is: all day, every day. */
const ALL_DAY = '1';

export function readEmployeeNo(fields: JsonFields, name = 'employeeNo'): string {
  const employeeNo = fields.text(name, MAX_EMPLOYEE_NO);
  if (!EMPLOYEE_NO.test(employeeNo)) throw badParameters(name);
  return employeeNo;
}

/** What `EmployeeNoList` names; undefined without one, which to a device means everybody. */
export function readEmployeeNos(fields: JsonFields): string[] | undefined {
  return fields.optionalObjects('EmployeeNoList')?.map((entry) => readEmployeeNo(entry));
}

/** A person as Record and SetUp describe one: whole. @throws IsapiRefusal badParameters */
export function readWholePerson(fields: JsonFields, device: Device): DevicePerson {
  const employeeNo = readEmployeeNo(fields);
  if (!fields.has('userType')) throw badParameters('userType');
  const valid = fields.object('Valid');
  const nobody: DevicePerson = {
    employeeNo,
    name: '',
    userType: 'normal',
    validity: { isEnabled: false, beginTime: '', endTime: '', timeType: 'local' },
    doorRight: [],
    rightPlan: [],
    isLocalAdministrator: false,
    verifyMode: '',
    gender: 'unknown',
  };
  if (!valid.has('enable')) throw badParameters('Valid.enable');
  return readChanges(fields, nobody, device);
}

/** The person with what the fields change. @throws IsapiRefusal badParameters */
export function readChanges(fields: JsonFields, person: DevicePerson, device: Device): DevicePerson {
  const { profile } = device;
  const roomNumber = fields.optionalInteger('roomNumber', 0, MAX_INTEGER) ?? person.roomNumber;
  const floorNumber = fields.optionalInteger('floorNumber', -999, MAX_INTEGER) ?? person.floorNumber;
  const valid = fields.optionalObject('Valid');
  return {
    employeeNo: person.employeeNo,
    name: fields.optionalText('name', profile.maxNameBytes) ?? person.name,
    userType: fields.optionalOneOf('userType', USER_TYPES) ?? person.userType,
    validity: valid === undefined ? person.validity : readValidity(valid, person.validity, device),
    doorRight: readDoorRight(fields, device) ?? person.doorRight,
    rightPlan: readRightPlan(fields, device) ?? person.rightPlan,
    isLocalAdministrator: fields.optionalBoolean('localUIRight') ?? person.isLocalAdministrator,
    verifyMode: fields.optionalOneOf('userVerifyMode', VERIFY_MODES) ?? person.verifyMode,
    gender: fields.optionalOneOf('gender', GENDERS) ?? person.gender,
    ...(roomNumber !== undefined && { roomNumber }),
    ...(floorNumber !== undefined && { floorNumber }),
  };
}

function readValidity(valid: JsonFields, before: Validity, { clock }: Device): Validity {
  const after: Validity = {
    isEnabled: valid.optionalBoolean('enable') ?? before.isEnabled,
    beginTime: valid.optionalText('beginTime', MAX_TEXT) ?? before.beginTime,
    endTime: valid.optionalText('endTime', MAX_TEXT) ?? before.endTime,
    timeType: valid.optionalOneOf('timeType', TIME_TYPES) ?? before.timeType,
  };
  if (!after.isEnabled && after.beginTime === '' && after.endTime === '') return after;
  const beginMs = readValidityTime(after.beginTime, after.timeType, clock);
  const endMs = readValidityTime(after.endTime, after.timeType, clock);
  if (beginMs === undefined) throw badParameters('Valid.beginTime');
  if (endMs === undefined || endMs <= beginMs) throw badParameters('Valid.endTime');
  return after;
}

function readDoorRight(fields: JsonFields, { doors }: Device): number[] | undefined {
  const text = fields.optionalText('doorRight', MAX_TEXT);
  if (text === undefined || text === '') return text === undefined ? undefined : [];
  const doorNos = DOOR_LIST.test(text) ? text.split(',').map(Number) : [];
  if (doorNos.length === 0 || doorNos.some((doorNo) => !doors.has(doorNo))) throw badParameters('doorRight');
  return doorNos;
}

function readRightPlan(fields: JsonFields, { doors, profile }: Device): RightPlan[] | undefined {
  return fields.optionalObjects('RightPlan')?.map((entry) => {
    const doorNo = entry.integer('doorNo', 1, profile.doorCount);
    const planTemplateNo = entry.text('planTemplateNo', MAX_TEXT);
    if (!doors.has(doorNo) || planTemplateNo !== ALL_DAY) throw badParameters('RightPlan');
    return { doorNo, planTemplateNo };
  });
}

/** A person as a search shows one. */
export function viewPerson(person: DevicePerson, { roster, profile }: Device): object {
  const { employeeNo, validity } = person;
  return {
    employeeNo,
    name: person.name,
    userType: person.userType,
    Valid: {
      enable: validity.isEnabled,
      beginTime: validity.beginTime,
      endTime: validity.endTime,
      timeType: validity.timeType,
    },
    doorRight: person.doorRight.join(','),
    RightPlan: person.rightPlan,
    localUIRight: person.isLocalAdministrator,
    userVerifyMode: person.verifyMode,
    gender: person.gender,
    ...(person.roomNumber !== undefined && { roomNumber: person.roomNumber }),
    ...(person.floorNumber !== undefined && { floorNumber: person.floorNumber }),
    numOfCard: roster.cardsOf(employeeNo).length,
    // A device without the function leaves the field out.
    ...(profile.hasFaces && { numOfFace: roster.face(employeeNo) === undefined ? 0 : 1 }),
  };
}
