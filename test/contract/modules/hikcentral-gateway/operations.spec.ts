import sharp from 'sharp';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../../../simulator/index.js';
import {
  addOrganisation,
  addPerson,
  type CallOutcome,
  deletePerson,
  findPersonByCode,
  giveAccessLevel,
  listAccessLevelMembers,
  listAccessLevels,
  listDoors,
  listOrganisations,
  listPersons,
  type Operation,
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
} from '../../../../src/modules/hikcentral-gateway/index.js';
import { openTestDatabase, type TestDatabase } from '../../../support/database.js';
import { startGateway, type TestGateway } from '../../../support/gateway.js';
import { waitFor } from '../../../support/wait-for.js';

const VALIDITY = { beginsAt: new Date('2026-06-10T08:00:00.700Z'), endsAt: new Date('2036-06-10T18:00:00.700Z') };
const PERSON = {
  personCode: 'VST0000000000001',
  fullName: "Asa: O'st",
  phone: '+358 40 1234567',
  email: 'asa@example.test',
  validity: VALIDITY,
};

const PROFILES: readonly [name: string, options: SimulatorOptions][] = [
  ['3.x', { softVersion: 'V3.1.0.0', groupShape: 'nested' }],
  ['2.x', { softVersion: 'V2.4.1.0', groupShape: 'flat', omitsEmptyLists: true }],
];

describe.each(PROFILES)('the calls as HikCentral %s answers them', (_name, options) => {
  let database: TestDatabase;
  let simulator: Simulator;
  let gateway: TestGateway;
  let face: Buffer;

  beforeAll(async () => {
    face = await sharp({ create: { width: 200, height: 200, channels: 3, background: '#888' } })
      .jpeg()
      .toBuffer();
    database = await openTestDatabase();
    simulator = await startSimulator({
      limit: { calls: null },
      applyDelayMs: 20,
      eventDelayMs: 0,
      employeeCount: 3,
      ...options,
    });
    gateway = await startGateway({ database, simulator });
  });

  afterAll(async () => {
    await gateway.stop();
    await simulator.close();
    await database.close();
  });

  async function value<T>(operation: Operation<T>): Promise<T> {
    return valueOf(await gateway.send(operation));
  }

  it('reads the version', async () => {
    expect(await value(readVersion())).toEqual({ product: 'HikCentral Professional', version: options.softVersion });
  });

  it('finds nobody by a code that nobody has, and no failure in it', async () => {
    expect(await value(findPersonByCode('NOBODY'))).toBeNull();
  });

  it('follows a guest through the whole of a visit', async () => {
    const root = await value(readRootOrganisation());
    const { id: organisationId } = await value(addOrganisation({ name: 'Visitors', parentId: root.id }));
    const organisations = await value(listOrganisations(1));
    expect(organisations.items).toContainEqual({ id: organisationId, name: 'Visitors', parentId: root.id });

    const { personId } = await value(addPerson({ ...PERSON, organisationId, faceJpeg: face }));
    const found = await value(findPersonByCode(PERSON.personCode));
    expect(found).toMatchObject({
      personId,
      personCode: PERSON.personCode,
      organisationId,
      givenName: 'Asa',
      familyName: 'Ost',
      hasFace: true,
      validity: { beginsAt: new Date('2026-06-10T08:00:00Z'), endsAt: new Date('2036-06-10T18:00:00Z') },
    });

    const levels = await value(listAccessLevels(1));
    expect(levels.total).toBe(levels.items.length);
    const level = levels.items[0]!;
    await value(giveAccessLevel({ levelId: level.id, personIds: [personId] }));
    expect((await value(listAccessLevelMembers({ levelId: level.id, pageNo: 1 }))).items).toEqual([
      { personId, personCode: PERSON.personCode },
    ]);
    expect((await value(readApplicationSummary())).pendingCount).toBeGreaterThan(0);
    await value(requestApplication({ personIds: [personId] }));
    await waitFor(async () => (await value(readApplicationSummary())).pendingCount === 0, 'application');
    expect((await value(readApplicationFailures(1))).items).toEqual([]);
    const doors = (await value(readPersonApplication(personId))) ?? [];
    expect(doors.length).toBeGreaterThan(0);
    expect(doors.every(({ state }) => state === 'applied')).toBe(true);

    await value(updatePerson({ ...PERSON, organisationId, personId, fullName: 'Madonna' }));
    await value(updateFace({ personId, faceJpeg: face }));
    expect(await value(findPersonByCode(PERSON.personCode))).toMatchObject({ givenName: 'Madonna', familyName: '-' });
    expect((await value(listPersons({ pageNo: 1 }))).items.map((person) => person.personId)).toContain(personId);

    await value(takeAccessLevel({ levelId: level.id, personIds: [personId] }));
    expect((await value(listAccessLevelMembers({ levelId: level.id, pageNo: 1 }))).items).toEqual([]);
    await value(deletePerson(personId));
    expect(await value(findPersonByCode(PERSON.personCode))).toBeNull();
  });

  it('names the part that a door did not take', async () => {
    const root = await value(readRootOrganisation());
    const { personId } = await value(
      addPerson({ ...PERSON, personCode: 'VST2', organisationId: root.id, faceJpeg: face }),
    );
    const door = (await value(listDoors(1))).items[0]!;
    simulator.control.failApplications(door.id, { errorItems: '3', times: 1 });
    const levels = (await value(listAccessLevels(1))).items;
    for (const { id } of levels) await value(giveAccessLevel({ levelId: id, personIds: [personId] }));
    await value(requestApplication({ personIds: [personId] }));
    await waitFor(async () => (await value(readApplicationSummary())).failedCount > 0, 'failure');
    expect((await value(readApplicationFailures(1))).items).toEqual([
      { personCode: 'VST2', doorName: door.name, parts: ['face'] },
    ]);
    const states = await value(readPersonApplication(personId));
    expect(states?.find(({ doorId }) => doorId === door.id)?.state).toBe('failed');
  });

  it('reads passages oldest first, and a stranger as a face mismatch', async () => {
    const door = (await value(listDoors(1))).items[0]!;
    const from = new Date(Date.now() - 60_000);
    simulator.control.walk({ unknownFace: true, doorIndexCode: door.id });
    simulator.control.walk({ unknownFace: true, doorIndexCode: door.id });
    // A 2.x answers one type of event at a time.
    const window = { from, to: new Date(Date.now() + 60_000), pageNo: 1, eventTypes: [197151] };
    await waitFor(async () => (await value(readDoorEvents(window))).total === 2, 'events');
    const { items } = await value(readDoorEvents(window));
    expect(items.map(({ result, doorId, personCode }) => ({ result, doorId, personCode }))).toEqual([
      { result: 'face_mismatch', doorId: door.id, personCode: null },
      { result: 'face_mismatch', doorId: door.id, personCode: null },
    ]);
    expect(items[0]!.recordedAt.getTime()).toBeLessThanOrEqual(items[1]!.recordedAt.getTime());
  });

  it('tells refusals apart', async () => {
    const twice = { ...PERSON, personCode: 'TWICE', organisationId: '1', faceJpeg: null };
    const root = await value(readRootOrganisation());
    await value(addPerson({ ...twice, organisationId: root.id }));
    const outcomes = [
      await gateway.send(addPerson({ ...twice, organisationId: root.id })),
      await gateway.send(giveAccessLevel({ levelId: 'no-such-level', personIds: ['1'] })),
      await gateway.send(
        addPerson({ ...twice, personCode: 'T2', organisationId: root.id, faceJpeg: Buffer.from('x') }),
      ),
    ];
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['refused', 'refused', 'refused']);
    expect(outcomes.map((outcome) => ('error' in outcome ? outcome.error.code : null))).toEqual([
      'GATEWAY.CONFLICT',
      'GATEWAY.NOT_FOUND',
      'GATEWAY.INVALID_REQUEST',
    ]);
  });
});

function valueOf<T>(outcome: CallOutcome<T>): T {
  if (outcome.kind === 'done') return outcome.value;
  throw new Error(`expected an answer, got ${JSON.stringify(outcome)}`);
}
