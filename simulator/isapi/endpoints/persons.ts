import { JsonFields } from '../protocol/json-fields.js';
import { IsapiRefusal } from '../status.js';
import { DONE, type IsapiCall, type IsapiEndpoint, type IsapiResult, json } from './endpoint.js';
import { cutPage, listed, readPage } from './paging.js';
import {
  MAX_SEARCH_ID,
  readChanges,
  readEmployeeNo,
  readEmployeeNos,
  readWholePerson,
  viewPerson,
} from './person-fields.js';

const USER_INFO = '/ISAPI/AccessControl/UserInfo';

export const personEndpoints: readonly IsapiEndpoint[] = [
  { method: 'POST', path: `${USER_INFO}/Record`, form: 'json', handle: record },
  { method: 'PUT', path: `${USER_INFO}/SetUp`, form: 'json', handle: setUp },
  { method: 'PUT', path: `${USER_INFO}/Modify`, form: 'json', handle: modify },
  { method: 'PUT', path: `${USER_INFO}/Delete`, form: 'json', handle: remove },
  { method: 'POST', path: `${USER_INFO}/Search`, form: 'json', handle: search },
  { method: 'GET', path: `${USER_INFO}/Count`, form: 'json', handle: count },
];

function userInfo(body: Buffer): JsonFields {
  return JsonFields.parse(body).object('UserInfo');
}

function record({ device, body }: IsapiCall): IsapiResult {
  const person = readWholePerson(userInfo(body), device);
  if (device.roster.person(person.employeeNo) !== undefined) throw new IsapiRefusal('employeeNoAlreadyExist');
  device.roster.putPerson(person);
  return DONE;
}

function setUp({ device, body }: IsapiCall): IsapiResult {
  device.roster.putPerson(readWholePerson(userInfo(body), device));
  return DONE;
}

function modify({ device, body }: IsapiCall): IsapiResult {
  const fields = userInfo(body);
  const person = device.roster.existing(readEmployeeNo(fields));
  device.roster.putPerson(readChanges(fields, person, device));
  return DONE;
}

function remove({ device: { roster }, body }: IsapiCall): IsapiResult {
  const condition = JsonFields.parse(body).object('UserInfoDelCond');
  // The guide: without a list, everybody.
  const employeeNos = readEmployeeNos(condition) ?? roster.allPersons().map(({ employeeNo }) => employeeNo);
  for (const employeeNo of employeeNos) roster.dropPerson(employeeNo);
  return DONE;
}

function search({ device, body }: IsapiCall): IsapiResult {
  const condition = JsonFields.parse(body).object('UserInfoSearchCond');
  const searchID = condition.text('searchID', MAX_SEARCH_ID);
  const page = readPage(condition, device.profile.pageSize);
  const employeeNos = readEmployeeNos(condition);
  const matches = device.personSearches.matches(searchID, page.position, JSON.stringify(employeeNos ?? null), () =>
    device.roster.allPersons().filter(({ employeeNo }) => employeeNos?.includes(employeeNo) ?? true),
  );
  const { head, entries } = cutPage(matches, page);
  const UserInfo = entries.map((person) => viewPerson(person, device));
  return json({ UserInfoSearch: { searchID, ...head, ...listed('UserInfo', UserInfo) } });
}

function count({ device }: IsapiCall): IsapiResult {
  return json({ UserInfoCount: { userNumber: device.roster.allPersons().length } });
}
