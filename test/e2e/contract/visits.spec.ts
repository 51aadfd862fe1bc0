import { announce, putPhoto, untilAccess, visitRequest, type VisitBody } from '../../support/visit-steps.js';
import { type ContractWorld, openContractWorld } from './support/contract-world.js';
import { expectProblem } from './support/problem.js';

/** Members and their order, as the contract writes them. */
const VISIT =
  'id version kind status guest host purpose validFrom validTo exitPolicy accessLevelIds hasPhoto consentAt checkedInAt checkedOutAt closedReason overstaying access createdAt updatedAt';
const GUEST = 'id fullName phone email company studentId studentGroup course identityNumberLast4';
const HOST = 'name email phone department';
const ACCESS =
  'desired status personCode hikcentralPersonId serverId validFrom validTo exposureEndsAt doors attempts nextAttemptAt lastError grantedAt revokedAt';
const DOOR = 'doorId name status at reason';
const ERROR = 'code message at';

const membersOf = (value: object | null | undefined): string => Object.keys(value ?? {}).join(' ');
const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();
const DAY_MS = 86_400_000;

describe('visits', () => {
  let world: ContractWorld;
  beforeAll(async () => {
    world = await openContractWorld();
  });
  afterAll(() => world.close());

  function expectMembers(visit: VisitBody): void {
    const { host } = visit as unknown as { host: object };
    expect([visit, visit.guest, host, visit.access].map(membersOf)).toEqual([VISIT, GUEST, HOST, ACCESS]);
    for (const door of visit.access.doors) expect(membersOf(door)).toBe(DOOR);
    if (visit.access.lastError !== null) expect(membersOf(visit.access.lastError)).toBe(ERROR);
  }

  it('have their members in the order of the contract, at every stage of a life', async () => {
    const { admin } = world;
    const announced = await announce(admin);
    expectMembers(announced);
    expectMembers(await untilAccess(admin, announced.id, 'awaiting_photo'));
    const listed = await admin.get<{ items: VisitBody[] }>('/visits');
    listed.body.items.forEach(expectMembers);
    await putPhoto(admin, announced.id);
    const granted = await untilAccess(admin, announced.id, 'granted');
    expect(granted.access.doors).toHaveLength(2);
    expectMembers(granted);
    expectMembers((await admin.post<VisitBody>(`/visits/${announced.id}/check-in`)).body);
    expectMembers((await admin.post<VisitBody>(`/visits/${announced.id}/check-out`)).body);
    expectMembers(await untilAccess(admin, announced.id, 'revoked'));
  });

  it('keep everything that is said, and of an identity number only the end is shown', async () => {
    const said = {
      fullName: '  Zoë 😀 O’Neil "A/B" <c>  ',
      phone: '+7 701 555 12 34',
      email: 'zoe@example.com',
      company: 'Acme',
      studentId: 'S-1',
      studentGroup: 'G-1',
      course: 3,
    };
    const host = { name: 'B. Lind', email: 'lind@example.com', phone: '123', department: 'Sales' };
    const visit = await announce(world.admin, {
      kind: 'student',
      guest: { ...said, identityNumber: '900101 300123' },
      host,
      purpose: 'One\nTwo',
      consent: true,
    });
    expect(visit).toMatchObject({
      kind: 'student',
      version: 1,
      status: 'expected',
      exitPolicy: 'first_exit',
      accessLevelIds: ['1'],
      guest: { ...said, fullName: said.fullName.trim(), identityNumberLast4: '0123' },
      host,
      purpose: 'One\nTwo',
      consentAt: expect.any(String),
    });
    expect(JSON.stringify(visit)).not.toContain('300123');
    const rows: unknown = await world.vestibule.database.dataSource.query('SELECT * FROM guests');
    expect(JSON.stringify(rows)).not.toMatch(/900101/);
  });

  it.each([
    ['fullName', { guest: { fullName: '😀'.repeat(200) } }],
    ['fullName and blanks', { guest: { fullName: `  ${'я'.repeat(200)}  ` } }],
    ['company', { guest: { fullName: 'A', company: '😀'.repeat(200) } }],
    ['phone', { guest: { fullName: 'A', phone: '1'.repeat(32) } }],
    ['studentId', { guest: { fullName: 'A', studentId: '😀'.repeat(64) } }],
    ['studentGroup', { guest: { fullName: 'A', studentGroup: '😀'.repeat(64) } }],
    ['identityNumber', { guest: { fullName: 'A', identityNumber: '7'.repeat(32) } }],
    ['course', { guest: { fullName: 'A', course: 10 } }],
    ['purpose', { purpose: '😀'.repeat(500) }],
    ['purpose of lines', { purpose: 'a\r\nb\nc' }],
    ['31 days', { validFrom: '2036-03-01T00:00:00Z', validTo: '2036-04-01T00:00:00Z' }],
    ['the last second of 2036', { validFrom: '2036-12-31T00:00:00Z', validTo: '2036-12-31T23:59:59Z' }],
  ])('take the whole of %s', async (_, change) => {
    expect((await world.admin.post('/visits', visitRequest(change))).status).toBe(201);
  });

  it.each([
    ['/validTo', { validFrom: inMs(2_000_000), validTo: inMs(1_000_000) }, 422],
    ['/validTo', { validFrom: '2036-01-01T00:00:00Z', validTo: '2036-01-01T00:00:00Z' }, 422],
    ['/validTo', { validFrom: inMs(-2_000_000), validTo: inMs(-1_000) }, 422],
    ['/validTo', { validTo: inMs(32 * DAY_MS) }, 422],
    ['/validTo', { validFrom: '2036-12-31T00:00:00Z', validTo: '2037-01-01T00:00:00Z' }, 422],
    ['/accessLevelIds/0', { accessLevelIds: ['404'] }, 422],
    ['/accessLevelIds/1', { accessLevelIds: ['1', '404'] }, 422],
    ['/guest/id', { guest: { id: '0190a0a0-0000-7000-8000-000000000000', fullName: 'A' } }, 422],
    ['/guest/studentId', { kind: 'student' }, 400],
  ])('refuse the meaning of %s: %j', async (pointer, change, status) => {
    const problem = expectProblem(await world.admin.post('/visits', visitRequest(change)));
    expect([problem.status, problem.errors?.[0]?.pointer]).toEqual([status, pointer]);
  });

  it('know a guest again by id, identity number and student id, and by nothing else', async () => {
    const guest = {
      fullName: 'Known',
      phone: '555',
      email: 'known@example.com',
      identityNumber: 'ID 1',
      studentId: 'X',
    };
    const first = await announce(world.admin, { guest });
    const again = async (said: object) =>
      (await announce(world.admin, { guest: { fullName: 'Known B', ...said } })).guest;
    for (const said of [{ id: first.guest.id }, { identityNumber: 'ID 1' }, { studentId: 'X' }]) {
      expect(await again(said)).toMatchObject({ id: first.guest.id, fullName: 'Known B' });
    }
    expect((await again({ phone: '555', email: 'known@example.com' })).id).not.toBe(first.guest.id);
  });

  it('change while they are open, and rise in version with what was agreed alone', async () => {
    const { admin } = world;
    const { id } = await announce(admin);
    const patch = async (change: object) => (await admin.patch<VisitBody>(`/visits/${id}`, change)).body;
    const all = {
      guest: { fullName: 'Other Name', company: null },
      host: { department: 'Sales' },
      purpose: null,
      validTo: inMs(4_000_000),
      exitPolicy: 'until_end',
      accessLevelIds: ['1', '2'],
    };
    expect(await patch(all)).toMatchObject({ version: 2, ...all, host: { name: 'B. Lind', department: 'Sales' } });
    expect(await patch(all)).toMatchObject({ version: 2 });
    expect(await patch({})).toMatchObject({ version: 2 });
    await putPhoto(admin, id);
    await untilAccess(admin, id, 'granted');
    expect(await patch({})).toMatchObject({ version: 2, hasPhoto: true });
    expect((await admin.post<VisitBody>(`/visits/${id}/check-in`)).body.version).toBe(3);
    const begun = await admin.patch(`/visits/${id}`, { validFrom: inMs(-1_000) });
    expect(expectProblem(begun)).toMatchObject({ status: 409, code: 'VISIT_ALREADY_BEGUN' });
    expect((await admin.post<VisitBody>(`/visits/${id}/check-out`)).body.version).toBe(4);
    expect(expectProblem(await admin.patch(`/visits/${id}`, { purpose: 'Late' })).status).toBe(409);
  });

  it.each([
    ['cancel', [200, 409, 409, 409]],
    ['check-in', [200, 409, 409, 409]],
    ['check-out', [409, 200, 409, 409]],
  ])('%s is for its own state alone', async (verb, statuses) => {
    const { admin } = world;
    const steps = [[], ['check-in'], ['check-in', 'check-out'], ['cancel']];
    const answered: number[] = [];
    for (const before of steps) {
      const { id } = await announce(admin);
      for (const step of before) await admin.post(`/visits/${id}/${step}`);
      const answer = await admin.post(`/visits/${id}/${verb}`);
      if (answer.status !== 200) expect(expectProblem(answer).code).toBe('VISIT_WRONG_STATE');
      answered.push(answer.status);
    }
    expect(answered).toEqual(statuses);
  });

  it('a check-in by hand is refused before the hours of the visit', async () => {
    const early = await announce(world.admin, { validFrom: inMs(16 * 60_000) });
    const refused = await world.admin.post(`/visits/${early.id}/check-in`);
    expect(expectProblem(refused)).toMatchObject({ status: 409, code: 'CHECK_IN_OUTSIDE_HOURS' });
    const inTime = await announce(world.admin, { validFrom: inMs(14 * 60_000) });
    expect((await world.admin.post(`/visits/${inTime.id}/check-in`)).status).toBe(200);
  });
});
