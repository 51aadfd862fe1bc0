import {
  addOrganisation,
  addPerson,
  deletePerson,
  findPersonByCode,
  giveAccessLevel,
  listAccessLevelMembers,
  listAccessLevels,
  listDoors,
  listOrganisations,
  listPersons,
  type Operation,
  type OperationName,
  readApplicationFailures,
  readApplicationSummary,
  readDoorEvents,
  readPersonApplication,
  readRootOrganisation,
  readVersion,
  requestApplication,
  takeAccessLevel,
  updateFace,
  updatePerson,
} from '../../src/modules/hikcentral-gateway/index.js';

const PERSON = {
  personCode: 'VST0000000000001',
  fullName: 'Asa Ost',
  organisationId: '7',
  phone: '5551234',
  email: 'asa@example.test',
  validity: { beginsAt: new Date('2026-01-01T08:00:00Z'), endsAt: new Date('2026-01-01T18:00:00Z') },
};
/** Begins and ends as a JPEG does, and holds no picture. */
const FACE = Buffer.from('ffd8ffe000104a464946ffd9', 'hex');
const MEMBERS = { levelId: '3', personIds: ['1042'] };

/** One valid call of every name. The compiler asks for a sample of each new one. */
const SAMPLES: { readonly [Name in OperationName]: () => Operation<unknown> } = {
  'read-version': readVersion,
  'list-organisations': () => listOrganisations(1),
  'read-root-organisation': readRootOrganisation,
  'add-organisation': () => addOrganisation({ name: 'Visitors', parentId: '1' }),
  'add-person': () => addPerson({ ...PERSON, faceJpeg: FACE }),
  'update-person': () => updatePerson({ ...PERSON, personId: '1042' }),
  'update-face': () => updateFace({ personId: '1042', faceJpeg: FACE }),
  'delete-person': () => deletePerson('1042'),
  'find-person-by-code': () => findPersonByCode(PERSON.personCode),
  'list-persons': () => listPersons({ pageNo: 1 }),
  'list-access-levels': () => listAccessLevels(1),
  'give-access-level': () => giveAccessLevel(MEMBERS),
  'take-access-level': () => takeAccessLevel(MEMBERS),
  'list-access-level-members': () => listAccessLevelMembers({ levelId: '3', pageNo: 1 }),
  'request-application': () => requestApplication({ personIds: ['1042'] }),
  'read-application-summary': readApplicationSummary,
  'read-application-failures': () => readApplicationFailures(1),
  'read-person-application': () => readPersonApplication('1042'),
  'list-doors': () => listDoors(1),
  'read-door-events': () =>
    readDoorEvents({ from: new Date('2026-01-01T00:00:00Z'), to: new Date('2026-01-02T00:00:00Z'), pageNo: 1 }),
};

/** Every call that can be made, for tests about all of them. */
export function everyOperation(): readonly Operation<unknown>[] {
  return Object.values(SAMPLES).map((sample) => sample());
}
