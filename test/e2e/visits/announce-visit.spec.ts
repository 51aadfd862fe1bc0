import { someSettings } from '../../support/settings.js';
import { announced, announcement, minutes, timelineOf, type VisitJson } from './announcement.builder.js';
import { UNKNOWN_LEVEL } from './access-double.js';
import { startVisitsApp, type ProblemBody, type VisitsApp } from './visits-app.js';

describe('POST /visits', () => {
  let app: VisitsApp;
  beforeAll(async () => {
    app = await startVisitsApp();
  });
  afterAll(() => app.close());

  it('answers 201, where the visit is, and the visit', async () => {
    const guest = {
      fullName: '  Asa <Ost> "A/B" ',
      phone: '+7 701',
      email: 'asa@example.org',
      identityNumber: 'AB 123-456',
    };
    const answer = await app.as('reception').post<VisitJson>('/visits', announcement({ guest, consent: true }));
    expect(answer.status).toBe(201);
    expect(answer.headers['location']).toBe(`/api/v1/visits/${answer.body.id}`);
    expect(answer.body).toEqual({
      id: expect.any(String),
      version: 1,
      kind: 'guest',
      status: 'expected',
      guest: {
        id: expect.any(String),
        fullName: 'Asa <Ost> "A/B"',
        phone: '+7 701',
        email: 'asa@example.org',
        company: null,
        studentId: null,
        studentGroup: null,
        course: null,
        identityNumberLast4: '3456',
      },
      host: { name: 'Berit Lind', email: 'lind@example.com', phone: null, department: null },
      purpose: null,
      validFrom: minutes(10),
      validTo: minutes(130),
      exitPolicy: 'first_exit',
      accessLevelIds: ['3'],
      hasPhoto: false,
      consentAt: minutes(0),
      checkedInAt: null,
      checkedOutAt: null,
      closedReason: null,
      overstaying: false,
      access: expect.objectContaining({ status: 'pending' }),
      createdAt: minutes(0),
      updatedAt: minutes(0),
    });
    expect((await app.as('auditor').get(`/visits/${answer.body.id}`)).body).toEqual(answer.body);
    expect(await timelineOf(app, answer.body.id)).toEqual(['visit_announced']);
  });

  it('keeps no identity number that can be read', async () => {
    await announced(app, { guest: { fullName: 'Sealed', identityNumber: 'SECRET-998877' } });
    const [row] = await app.database.dataSource.query<{ text: string }[]>(
      `SELECT string_agg(guests::text, ' ') || encode(string_agg(identity_number_sealed, ''), 'escape') AS text FROM guests`,
    );
    expect(row?.text).not.toContain('998877');
  });

  it('makes one visit of many equal requests with one key', async () => {
    const body = announcement({ guest: { fullName: 'Only Once' } });
    const caller = app.as('admin', { 'idempotency-key': 'announce-1' });
    const answers = await Promise.all(Array.from({ length: 10 }, () => caller.post<VisitJson>('/visits', body)));
    const made = answers.filter(({ status }) => status === 201);
    expect(new Set(made.map((answer) => answer.body.id)).size).toBe(1);
    const { body: page } = await app.as('admin').get<{ items: unknown[] }>('/visits?q=Only%20Once');
    expect(page.items).toHaveLength(1);
  });

  describe('access levels', () => {
    it('refuses a level that HikCentral does not have, and stores nothing', async () => {
      const { status, body } = await app
        .as('admin')
        .post<ProblemBody>(
          '/visits',
          announcement({ guest: { fullName: 'Level Less' }, accessLevelIds: [UNKNOWN_LEVEL] }),
        );
      expect([status, body.code]).toEqual([422, 'LEVEL_UNKNOWN']);
      expect((await app.as('admin').get<{ items: unknown[] }>('/visits?q=Level%20Less')).body.items).toEqual([]);
    });

    it('takes the levels that are named', async () => {
      expect((await announced(app, { accessLevelIds: ['7', '8'] })).accessLevelIds).toEqual(['7', '8']);
    });
  });

  describe('who is the same guest', () => {
    it('knows an identity number however it is grouped, and replaces what was known', async () => {
      const first = await announced(app, { guest: { fullName: 'Old Name', phone: '1', identityNumber: 'x1-23 45' } });
      const second = await announced(app, { guest: { fullName: 'New Name', identityNumber: 'X12345' } });
      expect(second.guest.id).toBe(first.guest.id);
      const { body } = await app.as('admin').get<VisitJson>(`/visits/${first.id}`);
      expect(body.guest).toMatchObject({ fullName: 'New Name', phone: '1' });
    });

    it('makes two guests of two who share phone and e-mail', async () => {
      const guest = { fullName: 'Twin', phone: '5', email: 'twin@example.org' };
      const [a, b] = [await announced(app, { guest }), await announced(app, { guest })];
      expect(a.guest.id).not.toBe(b.guest.id);
    });

    it('refuses an id and an identity number of two people', async () => {
      const a = await announced(app, { guest: { fullName: 'A', identityNumber: 'AAAAAA1' } });
      await announced(app, { guest: { fullName: 'B', identityNumber: 'BBBBBB1' } });
      const guest = { id: a.guest.id, fullName: 'A', identityNumber: 'BBBBBB1' };
      const { status, body } = await app.as('admin').post<ProblemBody>('/visits', announcement({ guest }));
      expect([status, body.code, body.errors?.[0]?.pointer]).toEqual([
        409,
        'GUEST_IDENTITY_TAKEN',
        '/guest/identityNumber',
      ]);
    });

    it('makes one guest of many announced at once', async () => {
      const guest = { fullName: 'Rush', studentId: 'S-77' };
      const visits = await Promise.all(Array.from({ length: 8 }, () => announced(app, { kind: 'student', guest })));
      expect(new Set(visits.map((visit) => visit.guest.id)).size).toBe(1);
    });

    it('refuses a guest id that nobody has', async () => {
      const guest = { id: '0190a0a0-0000-7000-8000-000000000000', fullName: 'Nobody' };
      const { status, body } = await app.as('admin').post<ProblemBody>('/visits', announcement({ guest }));
      expect([status, body.code]).toEqual([422, 'GUEST_UNKNOWN']);
    });
  });

  it('wants the student id of a student, unless it is known', async () => {
    const { status, body } = await app.as('admin').post<ProblemBody>('/visits', announcement({ kind: 'student' }));
    expect([status, body.code, body.errors?.[0]?.pointer]).toEqual([400, 'STUDENT_ID_REQUIRED', '/guest/studentId']);
    const known = await announced(app, { kind: 'student', guest: { fullName: 'Known', studentId: 'S-1' } });
    const again = await announced(app, { kind: 'student', guest: { id: known.guest.id, fullName: 'Known' } });
    expect(again.guest.studentId).toBe('S-1');
  });

  describe('a host', () => {
    it('announces to themselves and reads only their own', async () => {
      const own = await app.as('host.LIND').post<VisitJson>('/visits', announcement());
      expect(own.status).toBe(201);
      expect((await app.as('host.lind').get(`/visits/${own.body.id}`)).status).toBe(200);
      for (const path of ['', '/timeline', '/readiness', '/photo']) {
        expect((await app.as('host.other').get(`/visits/${own.body.id}${path}`)).status).toBe(404);
      }
      expect((await app.as('host.other').post(`/visits/${own.body.id}/cancel`)).status).toBe(404);
      expect((await app.as('host.other').patch(`/visits/${own.body.id}`, { purpose: 'x' })).status).toBe(404);
      expect((await app.as('host.other').get<{ items: unknown[] }>('/visits')).body.items).toEqual([]);
    });

    it('is refused another host, and checks nobody in', async () => {
      const foreign = await app.as('host.other').post<ProblemBody>('/visits', announcement());
      expect([foreign.status, foreign.body.code]).toEqual([403, 'FOREIGN_HOST']);
      const own = await announced(app);
      expect((await app.as('host.lind').patch(`/visits/${own.id}`, { host: { email: 'b@example.com' } })).status).toBe(
        403,
      );
      expect((await app.as('host.lind').post(`/visits/${own.id}/check-in`)).status).toBe(403);
    });

    it('does not reach the guests of others by their id', async () => {
      const other = await announced(app, { host: { name: 'X', email: 'x@example.com' } });
      const guest = { id: other.guest.id, fullName: 'Peek' };
      const { body } = await app.as('host.lind').post<ProblemBody>('/visits', announcement({ guest }));
      expect(body.code).toBe('GUEST_UNKNOWN');
    });
  });
});

describe('POST /visits where no default level is set', () => {
  it('is refused with NO_ACCESS_LEVEL, in the language of the caller', async () => {
    const { hikcentral } = someSettings();
    const app = await startVisitsApp({ hikcentral: { ...hikcentral, defaultAccessLevelId: null } });
    const caller = app.as('admin', { 'accept-language': 'ru' });
    const { status, body } = await caller.post<ProblemBody>('/visits', announcement());
    expect([status, body.code, body.errors?.[0]?.pointer]).toEqual([422, 'NO_ACCESS_LEVEL', '/accessLevelIds']);
    expect(body.detail).toMatch(/[а-я]/);
    await app.close();
  });
});
