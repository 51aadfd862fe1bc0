import { capabilitiesOf, NOTHING_KNOWN } from '../../../../src/modules/hikcentral-gateway/index.js';
import { type Fate } from '../../../support/fake-gateway-session.js';
import { type TestDatabase, openTestDatabase } from '../../../support/database.js';
import { AccessRig } from './support/access-rig.js';

const HOUR_MS = 3_600_000;
const EMPLOYEE = {
  personId: '7',
  personCode: 'E7',
  familyName: 'Employee',
  givenName: 'An',
  organisationId: '1',
  beginTime: '2020-01-01T00:00:00Z',
  endTime: '2037-01-01T00:00:00Z',
  faceData: '/9j/',
};
/** Access of the employee's own, which ours must leave alone. */
const OWN_LEVEL = '2';

describe.each([
  ['gives levels by code', 'V3.1.0.0'],
  ['gives levels by id alone', 'V2.6.1.0'],
])("an id of somebody else's in the answer that a person was made, where HikCentral %s", (_how, version) => {
  let database: TestDatabase;
  let rig: AccessRig;

  beforeAll(async () => {
    database = await openTestDatabase();
  });

  beforeEach(async () => {
    rig = await AccessRig.open(database);
    rig.session.can = capabilitiesOf({ ...NOTHING_KNOWN, version });
    rig.hikcentral.persons.set(EMPLOYEE.personId, { ...EMPLOYEE });
    rig.hikcentral.levels.get(OWN_LEVEL)!.members.add(EMPLOYEE.personId);
    rig.hikcentral.toldPersonId = EMPLOYEE.personId;
  });

  afterEach(() => {
    expect(rig.hikcentral.persons.get(EMPLOYEE.personId)).toEqual(EMPLOYEE);
    expect(rig.hikcentral.levels.get('1')?.members).not.toContain(EMPLOYEE.personId);
    expect(rig.hikcentral.levels.get(OWN_LEVEL)?.members).toContain(EMPLOYEE.personId);
    // Nor is anything of the employee's sent to the doors.
    const asked = rig.session.calls.flatMap(({ body }) => String(body['personIds'] ?? body['personId']).split(','));
    expect(asked).not.toContain(EMPLOYEE.personId);
  });

  afterAll(() => database.close());

  const guestId = (): string | undefined =>
    [...rig.hikcentral.persons.values()].find(({ personId }) => personId !== EMPLOYEE.personId)?.personId;

  it.each<['lives' | 'dies' | 'is booked', (name: string) => Fate]>([
    ['lives', () => 'answered'],
    ['dies', (name) => (name === 'give-access-level' ? 'crash-after' : 'answered')],
    ['is booked', (name) => (name === 'give-access-level' ? 'crash-before' : 'answered')],
  ])('is used for nothing while our process %s: the guest gets in by the right one', async (_name, fateOf) => {
    let isFirst = true;
    rig.session.fate = ({ name }) => {
      const fate = isFirst ? fateOf(name) : 'answered';
      isFirst &&= fate === 'answered';
      return fate;
    };
    const { visitId } = await rig.announce();
    await rig.settle();
    expect(await rig.accessOf(visitId)).toMatchObject({ status: 'granted', hikcentralPersonId: guestId() });
    await rig.visits.end(visitId);
    await rig.settle();
    expect((await rig.accessOf(visitId)).status).toBe('revoked');
    expect(rig.hikcentral.levels.get('1')?.members.size).toBe(0);
  });

  it.each([
    ['another end', (visitId: string) => rig.visits.moveEnd(visitId, new Date(rig.clock.now().getTime() + HOUR_MS))],
    ['another photo', (_visitId: string, id: string) => rig.visits.putPhoto(id, 'another face')],
    ['no photo any more', (_visitId: string, id: string) => rig.visits.putPhoto(id, null)],
    ['a visit that is over', (visitId: string) => rig.visits.end(visitId)],
  ])('is used for nothing when %s comes right after', async (_name, change) => {
    const { visitId, guestId: id } = await rig.announce();
    rig.session.afterCall = ({ name }) => (name === 'add-person' ? change(visitId, id) : Promise.resolve());
    await rig.settle();
    const held = rig.hikcentral.held().filter((one) => !one.endsWith(`: ${EMPLOYEE.personId}`));
    const { status } = await rig.accessOf(visitId);
    expect(held.length > 0).toBe(status === 'granted');
    if (status === 'granted') expect((await rig.accessOf(visitId)).hikcentralPersonId).toBe(guestId());
  });
});
