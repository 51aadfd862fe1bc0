import { AuditVerifier } from '../../../src/platform/audit/audit-verifier.js';
import { announced, minutes, timelineOf, type VisitJson } from './announcement.builder.js';
import { startVisitsApp, type ProblemBody, type VisitsApp } from './visits-app.js';

const MINUTE_MS = 60_000;

describe('check-in, check-out and cancel', () => {
  let app: VisitsApp;
  beforeEach(async () => {
    app = await startVisitsApp();
  });
  afterEach(() => app.close());

  const post = (visit: VisitJson, verb: string) =>
    app.as('security').post<VisitJson & ProblemBody>(`/visits/${visit.id}/${verb}`);
  const cancel = (visit: VisitJson) => app.as('reception').post<VisitJson & ProblemBody>(`/visits/${visit.id}/cancel`);

  it('goes from expected through checked_in to checked_out', async () => {
    const visit = await announced(app);
    const inside = await post(visit, 'check-in');
    expect(inside.status).toBe(200);
    expect(inside.body).toMatchObject({ status: 'checked_in', version: 2, checkedInAt: minutes(0) });
    await app.clock.advance(MINUTE_MS);
    const out = await post(visit, 'check-out');
    expect(out.status).toBe(200);
    expect(out.body).toMatchObject({
      status: 'checked_out',
      version: 3,
      checkedOutAt: minutes(1),
      closedReason: 'manual',
    });
    expect(await timelineOf(app, visit.id)).toEqual(['visit_announced', 'visit_checked_in', 'visit_ended']);
  });

  it('cancels what is expected', async () => {
    const { status, body } = await cancel(await announced(app));
    expect([status, body.status, body.closedReason]).toEqual([200, 'cancelled', 'cancelled']);
  });

  it('answers 409 in every other state, and changes nothing', async () => {
    const inside = await announced(app);
    await post(inside, 'check-in');
    const cancelled = await announced(app);
    await cancel(cancelled);
    const refused = [
      await cancel(inside),
      await post(inside, 'check-in'),
      await cancel(cancelled),
      await post(cancelled, 'check-in'),
      await post(cancelled, 'check-out'),
      await post(await announced(app), 'check-out'),
    ];
    for (const { status, body } of refused) expect([status, body.code]).toEqual([409, 'VISIT_WRONG_STATE']);
    expect((await app.as('admin').get<VisitJson>(`/visits/${cancelled.id}`)).body.version).toBe(2);
  });

  it('checks in only from early arrival to validTo', async () => {
    const early = await announced(app, { validFrom: minutes(16), validTo: minutes(30) });
    expect((await post(early, 'check-in')).body.code).toBe('CHECK_IN_OUTSIDE_HOURS');
    await app.clock.advance(MINUTE_MS);
    expect((await post(early, 'check-in')).status).toBe(200);
    const late = await announced(app, { validTo: minutes(20) });
    await app.clock.advance(20 * MINUTE_MS);
    expect((await post(late, 'check-in')).status).toBe(409);
  });

  it('lets one of a check-in and a cancellation at the same time win', async () => {
    for (let round = 0; round < 5; round += 1) {
      const visit = await announced(app);
      const answers = await Promise.all([post(visit, 'check-in'), cancel(visit), cancel(visit)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    }
  });

  it('writes one audit row for each change, in a chain that holds', async () => {
    const visit = await announced(app);
    await post(visit, 'check-in');
    await post(visit, 'check-out');
    await post(visit, 'check-out');
    const rows = await app.database.dataSource.query<{ action: string; role: string }[]>(
      'SELECT action, role FROM audit_log WHERE entity_id = $1 ORDER BY seq',
      [visit.id],
    );
    expect(rows).toEqual([
      { action: 'visits.announce', role: 'reception' },
      { action: 'visits.check-in', role: 'security' },
      { action: 'visits.check-out', role: 'security' },
    ]);
    const verified = await app.unitOfWork.read((tx) => app.nest.get(AuditVerifier).verify(tx));
    expect(verified).toMatchObject({ brokenAt: null });
  });

  it('says whether the guest will get in', async () => {
    const visit = await announced(app);
    const readiness = () =>
      app.as('auditor').get<{ verdict: string; reasons: { code: string }[] }>(`/visits/${visit.id}/readiness`);
    expect((await readiness()).body).toMatchObject({ verdict: 'blocked', reasons: [{ code: 'NO_PHOTO' }] });
    await cancel(visit);
    expect((await readiness()).body).toMatchObject({ verdict: 'blocked', reasons: [{ code: 'VISIT_OVER' }] });
  });

  it('pages through the timeline, oldest first', async () => {
    const visit = await announced(app);
    for (const purpose of ['a', 'b', 'c']) await app.as('admin').patch(`/visits/${visit.id}`, { purpose });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { body } = await app
        .as('admin')
        .get<{ items: { type: string; cause: object }[]; nextCursor: string | null }>(
          `/visits/${visit.id}/timeline?limit=3${query}`,
        );
      seen.push(...body.items.map(({ type }) => type));
      expect(body.items[0]?.cause).toMatchObject({ kind: 'user' });
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(['visit_announced', 'visit_changed', 'visit_changed', 'visit_changed']);
  });
});
