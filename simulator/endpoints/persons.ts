import { type Person } from '../world/model.js';
import { requireAdminPassword } from './admin-password.js';
import { type Call, type Endpoint } from './endpoint.js';
import { readFace } from './faces.js';
import {
  PERSON_CODE_RULE,
  readDetails,
  readFaceData,
  readNameChanges,
  readNames,
  readPerson,
} from './person-fields.js';

/** Without an `endTime` a person is valid to the last day terminals know. */
const LAST_DAY_MS = Date.parse('2037-12-31T00:00:00Z');

export const personEndpoints: readonly Endpoint[] = [
  { path: '/api/resource/v1/person/single/add', handle: add },
  { path: '/api/resource/v1/person/single/update', handle: update },
  { path: '/api/resource/v1/person/single/delete', handle: remove },
];

async function add({ fields, world, actor }: Call): Promise<string> {
  const personCode = fields.optionalText('personCode', PERSON_CODE_RULE);
  const draft = {
    personCode: personCode === '' ? undefined : personCode,
    gender: 0,
    phoneNo: '',
    email: '',
    remark: '',
    cardNos: [],
    beginTimeMs: world.nowMs(),
    endTimeMs: LAST_DAY_MS,
    ...readNames(fields),
    orgIndexCode: fields.text('orgIndexCode'),
    ...readDetails(fields),
  };
  const faceData = readFaceData(fields);
  const face = faceData === undefined ? null : await readFace(faceData);
  return world.addPerson({ ...draft, face }, actor).personId;
}

/** Absent fields keep their value. A photo sent here is accepted and not stored, as on real systems. */
function update({ fields, world, actor }: Call): string {
  const person: Person = world.persons.get({ personId: fields.text('personId') });
  world.updatePerson(person, { ...readNameChanges(fields), ...readDetails(fields) }, actor);
  return '';
}

function remove(call: Call): string {
  const person = readPerson(call.fields, call.world.persons);
  requireAdminPassword(call);
  call.world.deletePerson(person, call.actor);
  return '';
}
