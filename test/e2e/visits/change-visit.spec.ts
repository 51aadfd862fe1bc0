import { announced, minutes, timelineOf, type VisitJson } from './announcement.builder.js';
import { UNKNOWN_LEVEL } from './access-double.js';
import { startVisitsApp, type ProblemBody, type VisitsApp } from './visits-app.js';

const MINUTE_MS = 60_000;

describe('PATCH /visits/{id}', () => {
  let app: VisitsApp;
  beforeEach(async () => {
    app = await startVisitsApp();
  });
  afterEach(() => app.close());

  const patch = (visit: VisitJson, body: object, headers?: Record<string, string>) =>
    app.as('admin').patch<VisitJson & ProblemBody>(`/visits/${visit.id}`, body, headers);
  const revisionOf = async ({ guest }: VisitJson): Promise<number> => {
    const [row] = await app.database.dataSource.query<{ revision: string }[]>(
      'SELECT revision FROM guests WHERE id = $1',
      [guest.id],
    );
    return Number(row?.revision);
  };

  it('changes what is said, leaves the rest, and raises version and revision', async () => {
    const visit = await announced(app, { purpose: 'Talk', guest: { fullName: 'Asa', phone: '1' } });
    const before = await revisionOf(visit);
    const { status, body } = await patch(visit, {
      validTo: minutes(200),
      purpose: null,
      guest: { fullName: 'Asa Ost' },
      host: { department: 'Lab' },
      accessLevelIds: ['9'],
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      version: 2,
      purpose: null,
      validFrom: visit.validFrom,
      validTo: minutes(200),
      guest: { fullName: 'Asa Ost', phone: '1' },
      host: { name: 'Berit Lind', department: 'Lab' },
      accessLevelIds: ['9'],
    });
    expect(await revisionOf(visit)).toBeGreaterThan(before);
    const { body: timeline } = await app
      .as('admin')
      .get<{ items: { type: string; data: { changed?: string[] } }[] }>(`/visits/${visit.id}/timeline`);
    expect(timeline.items.at(-1)?.type).toBe('visit_changed');
    expect([...(timeline.items.at(-1)?.data.changed ?? [])].sort()).toEqual([
      'accessLevelIds',
      'guest.fullName',
      'host.department',
      'purpose',
      'validTo',
    ]);
  });

  it('raises no version where nothing changes', async () => {
    const visit = await announced(app);
    const { body } = await patch(visit, { validTo: visit.validTo, host: { name: 'Berit Lind' } });
    expect(body.version).toBe(1);
    expect(await timelineOf(app, visit.id)).toEqual(['visit_announced']);
  });

  it('refuses a stale version with 412 and takes the present one', async () => {
    const visit = await announced(app);
    expect((await patch(visit, { purpose: 'a' }, { 'if-match': '"1"' })).status).toBe(200);
    const stale = await patch(visit, { purpose: 'b' }, { 'if-match': '"1"' });
    expect([stale.status, stale.body.code]).toEqual([412, 'VISIT_STALE']);
    expect((await patch(visit, { purpose: 'c' }, { 'if-match': '*' })).body.version).toBe(3);
    expect((await patch(visit, { purpose: 'd' }, { 'if-match': '3' })).status).toBe(400);
  });

  it('lets one of many writers with the same version through', async () => {
    const visit = await announced(app);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => patch(visit, { purpose: `p${n}` }, { 'if-match': '"1"' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 7 }, () => 412)]);
  });

  it('loses no update of writers that change different things', async () => {
    const visit = await announced(app);
    await Promise.all([
      patch(visit, { purpose: 'p' }),
      patch(visit, { validTo: minutes(300) }),
      patch(visit, { guest: { company: 'Acme' } }),
      patch(visit, { host: { phone: '5' } }),
    ]);
    const { body } = await app.as('admin').get<VisitJson>(`/visits/${visit.id}`);
    expect(body).toMatchObject({ version: 5, purpose: 'p', validTo: minutes(300) });
    expect([body.guest.company, body.host.phone]).toEqual(['Acme', '5']);
  });

  it('refuses times and levels that cannot be', async () => {
    const visit = await announced(app);
    for (const [change, code] of [
      [{ validTo: minutes(-1) }, 'VISIT_TIMES_REFUSED'],
      [{ validFrom: minutes(500) }, 'VISIT_TIMES_REFUSED'],
      [{ accessLevelIds: [UNKNOWN_LEVEL] }, 'LEVEL_UNKNOWN'],
    ] as const) {
      const answer = await patch(visit, change);
      expect([answer.status, answer.body.code]).toEqual([422, code]);
    }
    expect((await app.as('admin').get<VisitJson>(`/visits/${visit.id}`)).body).toEqual(visit);
  });

  it('refuses the number of another guest', async () => {
    await announced(app, { guest: { fullName: 'Other', studentId: 'S-9' } });
    const answer = await patch(await announced(app), { guest: { studentId: 'S-9' } });
    expect([answer.status, answer.body.code]).toEqual([409, 'GUEST_IDENTITY_TAKEN']);
  });

  it('changes the end but not the start of a visit that has begun', async () => {
    const visit = await announced(app);
    await app.as('security').post(`/visits/${visit.id}/check-in`);
    const answer = await patch(visit, { validFrom: minutes(20) });
    expect([answer.status, answer.body.code]).toEqual([409, 'VISIT_ALREADY_BEGUN']);
    expect((await patch(visit, { validTo: minutes(60) })).body.validTo).toBe(minutes(60));
  });

  it('changes nothing of a visit that is over', async () => {
    const visit = await announced(app);
    await app.as('admin').post(`/visits/${visit.id}/cancel`);
    const answer = await patch(visit, { purpose: 'x' });
    expect([answer.status, answer.body.code]).toEqual([409, 'VISIT_WRONG_STATE']);
  });

  it('ends overstaying when the visit is extended', async () => {
    const visit = await announced(app);
    await app.as('security').post(`/visits/${visit.id}/check-in`);
    await app.clock.advance(140 * MINUTE_MS);
    expect((await app.as('admin').get<VisitJson>(`/visits/${visit.id}`)).body.overstaying).toBe(true);
    expect((await patch(visit, { validTo: minutes(200) })).body.overstaying).toBe(false);
  });
});
