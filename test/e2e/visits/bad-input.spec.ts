import { announced, announcement, minutes } from './announcement.builder.js';
import { startVisitsApp, type ProblemBody, type VisitsApp } from './visits-app.js';

const DAY_MINUTES = 1_440;
const guest = (changes: object) => ({ guest: { fullName: 'Bad Input', ...changes } });
const host = (changes: object) => ({ host: { name: 'Berit Lind', email: 'lind@example.com', ...changes } });

/** What is sent, the status, where the fault is and what it is called. */
const REFUSED: readonly [string, object, number, string, string][] = [
  ['an unknown field', { colour: 'red' }, 400, '/colour', 'unknownField'],
  ['an unknown field of the guest', guest({ shoeSize: 44 }), 400, '/guest/shoeSize', 'unknownField'],
  ['another kind', { kind: 'pet' }, 400, '/kind', 'isIn'],
  ['no guest', { guest: undefined }, 400, '/guest', 'isNotEmpty'],
  ['a guest that is a text', { guest: 'Asa' }, 400, '/guest', 'isObject'],
  ['a name that is a number', guest({ fullName: 7 }), 400, '/guest/fullName', 'isString'],
  ['a name of blanks', guest({ fullName: '   ' }), 400, '/guest/fullName', 'isNotEmpty'],
  ['a name of 201 characters', guest({ fullName: 'a'.repeat(201) }), 400, '/guest/fullName', 'maxLength'],
  ['a line end in a name', guest({ fullName: 'a\nb' }), 400, '/guest/fullName', 'noControlCharacters'],
  ['a long phone', guest({ phone: '1'.repeat(33) }), 400, '/guest/phone', 'maxLength'],
  ['no e-mail address', guest({ email: 'at home' }), 400, '/guest/email', 'isEmail'],
  ['course 11', guest({ course: 11 }), 400, '/guest/course', 'max'],
  ['a course as text', guest({ course: '3' }), 400, '/guest/course', 'isInt'],
  ['a long identity number', guest({ identityNumber: '1'.repeat(33) }), 400, '/guest/identityNumber', 'maxLength'],
  ['a host without e-mail', host({ email: undefined }), 400, '/host/email', 'isNotEmpty'],
  ['a host without name', host({ name: undefined }), 400, '/host/name', 'isNotEmpty'],
  ['a time without an offset', { validFrom: '2026-06-10T10:00:00' }, 400, '/validFrom', 'isInstantWithOffset'],
  ['a day that does not exist', { validTo: '2026-02-30T10:00:00Z' }, 400, '/validTo', 'isInstantWithOffset'],
  ['no end', { validTo: undefined }, 400, '/validTo', 'isNotEmpty'],
  ['an end that is no later', { validTo: minutes(10) }, 422, '/validTo', 'isAfterValidFrom'],
  ['an end in the past', { validFrom: minutes(-60), validTo: minutes(-1) }, 422, '/validTo', 'isInFuture'],
  ['32 days', { validTo: minutes(10 + 32 * DAY_MINUTES) }, 422, '/validTo', 'isWithin31Days'],
  [
    'an end in 2037',
    { validFrom: '2036-12-31T12:00:00Z', validTo: '2037-01-01T00:00:00Z' },
    422,
    '/validTo',
    'isBefore2037',
  ],
  ['a long purpose', { purpose: 'a'.repeat(501) }, 400, '/purpose', 'maxLength'],
  ['no level in the list', { accessLevelIds: [] }, 400, '/accessLevelIds', 'arrayMinSize'],
  ['one level twice', { accessLevelIds: ['1', '1'] }, 400, '/accessLevelIds', 'isDistinct'],
  ['17 levels', { accessLevelIds: Array.from({ length: 17 }, String) }, 400, '/accessLevelIds', 'arrayMaxSize'],
  ['a consent as text', { consent: 'yes' }, 400, '/consent', 'isBoolean'],
  ['another exit policy', { exitPolicy: 'never' }, 400, '/exitPolicy', 'isIn'],
];

describe('bad input', () => {
  let app: VisitsApp;
  beforeAll(async () => {
    app = await startVisitsApp();
  });
  afterAll(() => app.close());

  const rowCounts = async (): Promise<unknown> => {
    const counts = ['guests', 'visits', 'visit_facts', 'domain_events', 'audit_log'].map(
      (table) => `(SELECT count(*) FROM ${table}) AS ${table}`,
    );
    return app.database.dataSource.query(`SELECT ${counts.join(', ')}`);
  };

  it.each(REFUSED)('%s is refused by pointer and reason, and leaves nothing behind', async (_, change, ...expected) => {
    const before = await rowCounts();
    const answer = await app.as('admin').post<ProblemBody>('/visits', { ...announcement(), ...change });
    const [fault] = answer.body.errors ?? [];
    expect([answer.status, fault?.pointer, fault?.code]).toEqual(expected);
    expect(answer.headers['content-type']).toMatch('application/problem+json');
    expect(await rowCounts()).toEqual(before);
  });

  it('keeps characters that HikCentral forbids in names as they were given', async () => {
    const fullName = `O'Neil / "The \\ Boss": *?<>|`;
    expect((await announced(app, { guest: { fullName } })).guest.fullName).toBe(fullName);
  });

  it.each([
    ['/visits?limit=0', '/limit'],
    ['/visits?limit=201', '/limit'],
    ['/visits?status=gone', '/status/0'],
    ['/visits?from=yesterday', '/from'],
    ['/visits?colour=red', '/colour'],
    ['/visits?accessStatus=open', '/accessStatus'],
  ])('a list refuses %s', async (path, pointer) => {
    const { status, body } = await app.as('admin').get<ProblemBody>(path);
    expect([status, body.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });

  it('a list refuses a cursor that was not given out', async () => {
    const { status, body } = await app.as('admin').get<ProblemBody>('/visits?cursor=abc');
    expect([status, body.code]).toEqual([400, 'INVALID_CURSOR']);
  });

  it('an id that nobody has, or that is none, is not there', async () => {
    for (const id of ['0190a0a0-0000-7000-8000-000000000000', 'seven']) {
      expect((await app.as('admin').get(`/visits/${id}`)).status).toBe(404);
      expect((await app.as('admin').post(`/visits/${id}/cancel`)).status).toBe(404);
      expect(
        (await app.as('admin').put(`/visits/${id}/photo`, Buffer.from('x'), { 'content-type': 'image/png' })).status,
      ).toBe(404);
    }
  });
});
