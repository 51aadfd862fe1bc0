import { type Simulator, startSimulator } from '../../../simulator/index.js';
import { start, type RunningVestibule } from '../../../src/boot/start.js';
import { ApiCaller } from '../../support/api-caller.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { ADMIN, ENTRANCE_READER, environmentFor } from '../../support/vestibule.js';
import { announce, putPhoto, untilAccess, type VisitBody } from '../../support/visit-steps.js';
import { waitFor } from '../../support/wait-for.js';
import { checkDrift, grantOne, NOTHING_FOUND } from './support/drift-steps.js';

const LISTS = {
  levels: '/artemis/api/acs/v1/privilege/group',
  members: '/artemis/api/acs/v1/privilege/group/single/personList',
  doors: '/artemis/api/resource/v1/acsDoor/acsDoorList',
  organisations: '/artemis/api/resource/v1/org/orgList',
  passages: '/artemis/api/acs/v1/door/events',
} as const;

describe('a HikCentral whose answers may not be long', () => {
  let database: TestDatabase;
  let simulator: Simulator;
  let running: RunningVestibule;
  let api: ApiCaller;

  beforeAll(async () => {
    database = await openTestDatabase();
    // One that names no levels of a person: who is a member must be read from the list.
    simulator = await startSimulator({
      limit: { calls: null },
      applyDelayMs: 50,
      eventDelayMs: 100,
      softVersion: 'V2.6.1.0',
      groupShape: 'flat',
    });
    for (const path of Object.values(LISTS)) {
      simulator.control.faults.add({ kind: 'refuse', path, code: '0x00072004', times: 1 });
    }
    running = await start(environmentFor(database.url, simulator));
    api = await ApiCaller.login(running.baseUrl, ADMIN.email, ADMIN.password);
  });

  afterAll(async () => {
    await running.stop();
    await simulator.close();
    await database.close();
  });

  const codesOf = (path: string): (string | null)[] =>
    simulator.control
      .arrivals()
      .filter((arrival) => arrival.path === path)
      .map(({ answerCode }) => answerCode);

  it('is read all the same: levels, doors, organisation, members and passages, in shorter pages from then on', async () => {
    const visit = await announce(api);
    await putPhoto(api, visit.id);
    const { access } = await untilAccess(api, visit.id, 'granted');
    simulator.control.walk({ personCode: access.personCode!, readerIndexCode: ENTRANCE_READER });
    await waitFor(async () => (await passages()).length === 1, 'the passage');
    for (const path of Object.values(LISTS)) {
      await waitFor(() => codesOf(path).includes('0'), path);
      expect(codesOf(path).filter((code) => code === '0x00072004')).toHaveLength(1);
    }
    const { body } = await api.get<{ items: { capabilities: { pageSize: number } }[] }>('/hikcentral-servers');
    const { pageSize } = body.items[0]!.capabilities;
    expect(pageSize).toBeLessThanOrEqual(250);
    expect(pageSize).toBeGreaterThanOrEqual(20);
  }, 60_000);

  const passages = () => database.dataSource.query<unknown[]>('SELECT 1 FROM passages');

  it('is compared with our record as any other: each person and each member counts once, and all is mended', async () => {
    const { edits } = simulator.control;
    const [window, face] = await Promise.all(
      ['Bo Ek', 'Cia Ask'].map((fullName) => grantOne(api, { guest: { fullName } })),
    );
    const code = ({ access }: VisitBody) => ({ personCode: access.personCode! });
    const person = (visit: VisitBody) => simulator.control.whereabouts(visit.access.personCode!).person;
    const persons = simulator.control.snapshot().persons.length;
    const whole = await checkDrift(api);
    expect(whole).toMatchObject({ ...NOTHING_FOUND, personsRead: persons, levelsRead: 1 });

    const { endTime } = person(window!)!;
    edits.expirePerson(code(window!), Date.now() + 30 * 86_400_000);
    edits.changeFace(code(face!), null);
    edits.removeMember('1', code(face!));
    const check = await checkDrift(api);
    expect(check).toMatchObject({ ...NOTHING_FOUND, wrongWindow: 1, wrongLevel: 1, lostFaces: 1, mended: 3 });
    expect([check.personsRead, check.levelsRead]).toEqual([persons, 1]);
    await waitFor(
      () =>
        person(face!)?.privilegeGroupIds.join() === '1' &&
        person(face!)?.hasFace === true &&
        person(window!)?.endTime === endTime,
      'everything to be mended',
    );
    for (const { id } of [window!, face!]) await untilAccess(api, id, 'granted');
    expect(await checkDrift(api)).toMatchObject(NOTHING_FOUND);
  }, 60_000);
});
