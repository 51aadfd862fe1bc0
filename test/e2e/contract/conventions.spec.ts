import { waitFor } from '../../support/wait-for.js';
import { announce, visitRequest, type VisitBody } from '../../support/visit-steps.js';
import { type ContractWorld, openContractWorld } from './support/contract-world.js';
import { expectProblem, type ProblemBody } from './support/problem.js';
import { sendRaw } from './support/send-raw.js';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const TRACEPARENT = `00-${TRACE_ID}-00f067aa0ba902b7-01`;

describe('conventions', () => {
  let world: ContractWorld;
  beforeAll(async () => {
    world = await openContractWorld();
  });
  afterAll(() => world.close());

  describe('times', () => {
    it('have an offset on the way in and are UTC with Z on the way out', async () => {
      const validFrom = '2036-05-01T09:00:00.250+05:45';
      const validTo = '2036-05-01t12:00:00-03:30';
      const visit = await announce(world.admin, { validFrom, validTo, guest: { fullName: 'In Time' } });
      expect(visit).toMatchObject({ validFrom: '2036-05-01T03:15:00.250Z', validTo: '2036-05-01T15:30:00.000Z' });
    });

    it('are UTC with Z wherever they are', async () => {
      for (const path of ['/visits', '/users', '/access-levels', '/cardholders', '/passages/watermark']) {
        const text = JSON.stringify((await world.admin.get(path)).body);
        const times = text.match(/"\d{4}-\d\d-\d\d[Tt ][^"]*"/g) ?? [];
        expect(times.filter((time) => !/^"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"$/.test(time))).toEqual([]);
      }
    });
  });

  describe('lists', () => {
    it('are the newest first, 50 unless asked, and every item is on exactly one page', async () => {
      const made: string[] = [];
      for (let index = 0; index < 53; index += 1) {
        made.push((await announce(world.admin, { guest: { fullName: `Listed ${index}` }, purpose: 'List' })).id);
      }
      const first = await world.admin.get<Listed>('/visits?q=Listed');
      expect(Object.keys(first.body)).toEqual(['items', 'nextCursor']);
      expect(first.body.items).toHaveLength(50);
      // What comes in between is no reason to see something twice, or to miss it.
      await announce(world.admin, { guest: { fullName: 'Listed later' } });
      const second = await world.admin.get<Listed>(`/visits?q=Listed&cursor=${first.body.nextCursor ?? ''}`);
      expect(second.body.nextCursor).toBeNull();
      const seen = [...first.body.items, ...second.body.items].map(({ id }) => id);
      expect(seen).toEqual(made.toReversed());
      const whole = await world.admin.get<Listed>('/visits?limit=200&q=Listed');
      expect(whole.body.items).toHaveLength(54);
    }, 60_000);
  });

  describe('problems', () => {
    it.each([
      ['ru', 'ru', 'Такого визита нет.'],
      ['ru-RU,ru;q=0.9,en;q=0.8', 'ru', 'Такого визита нет.'],
      ['de, ru;q=0.5, en;q=0.4', 'ru', 'Такого визита нет.'],
      ['en', 'en', 'There is no such visit.'],
      ['de', 'en', 'There is no such visit.'],
      ['ru;q=0, en', 'en', 'There is no such visit.'],
      ['', 'en', 'There is no such visit.'],
      [';;;,,=', 'en', 'There is no such visit.'],
    ])('speak as Accept-Language: %s wants', async (header, language, detail) => {
      const path = '/visits/0190a0a0-0000-7000-8000-000000000000';
      const answer = await world.admin.get<ProblemBody>(path, { 'accept-language': header });
      expect(expectProblem(answer)).toMatchObject({ status: 404, code: 'VISIT_NOT_FOUND', detail });
      expect(answer.headers['content-language']).toBe(language);
    });

    it('and so do their faults', async () => {
      const answer = await world.admin.post('/visits', visitRequest({ kind: 'pet' }), { 'accept-language': 'ru' });
      const [fault] = expectProblem(answer).errors ?? [];
      expect(fault).toEqual({ pointer: '/kind', code: 'isIn', detail: 'допустимо одно из: guest, student' });
    });
  });

  describe('X-Trace-Id', () => {
    it.each(['/api/v1/visits', '/api/v1/nothing', '/health/live', '/metrics', '/api/openapi.json', '/%'])(
      'is on %s, from traceparent when that was sent',
      async (path) => {
        const { headers } = await sendRaw(world.baseUrl, { method: 'GET', path });
        expect(headers['x-trace-id']).toMatch(/^[0-9a-f]{32}$/);
        const traced = await sendRaw(world.baseUrl, { method: 'GET', path, headers: { traceparent: TRACEPARENT } });
        expect(traced.headers['x-trace-id']).toBe(TRACE_ID);
      },
    );

    it.each(['nonsense', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, `ff-${TRACE_ID}-00f067aa0ba902b7-01`])(
      'is our own for traceparent: %s',
      async (traceparent) => {
        const { headers } = await world.admin.get('/me', { traceparent });
        expect(headers['x-trace-id']).toMatch(/^[0-9a-f]{32}$/);
        expect(headers['x-trace-id']).not.toBe(TRACE_ID);
      },
    );
  });

  describe('Location', () => {
    it('is where what was made can be read', async () => {
      const { status, headers, body } = await world.admin.post<VisitBody>('/visits', visitRequest());
      expect([status, headers['location']]).toEqual([201, `/api/v1/visits/${body.id}`]);
      const path = headers['location'] ?? '';
      const { authorization } = world.admin;
      const read = await sendRaw(world.baseUrl, { method: 'GET', path, headers: { authorization } });
      expect(read.body).toMatchObject({ id: body.id });
    });
  });

  describe('Idempotency-Key', () => {
    const visits = async () => {
      const [row] = await world.vestibule.database.dataSource.query<{ n: number }[]>(
        'SELECT count(*)::int AS n FROM visits',
      );
      return row?.n;
    };

    it('gives the first answer again, Location included, and makes nothing new', async () => {
      const request = visitRequest({ guest: { fullName: 'Once' } });
      const key = { 'idempotency-key': 'announce-once' };
      const first = await world.admin.post<VisitBody>('/visits', request, key);
      const before = await visits();
      await world.admin.patch(`/visits/${first.body.id}`, { purpose: 'Changed since' });
      const again = await world.admin.post<VisitBody>('/visits', request, key);
      expect([again.status, again.headers['location'], again.body]).toEqual([
        201,
        first.headers['location'],
        first.body,
      ]);
      expect(Object.keys(again.body)).toEqual(Object.keys(first.body));
      expect(await visits()).toBe(before);
    });

    it('with another body is 422, from another caller or to another route its own', async () => {
      const key = { 'idempotency-key': 'shared' };
      await world.admin.post('/visits', visitRequest(), key);
      const other = await world.admin.post('/visits', visitRequest({ purpose: 'Other' }), key);
      expect(expectProblem(other)).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
      const another = await world.as('reception').post<VisitBody>('/visits', visitRequest({ purpose: 'Other' }), key);
      expect(another.status).toBe(201);
      expect((await world.as('reception').post(`/visits/${another.body.id}/cancel`, {}, key)).status).toBe(200);
    });

    it('keeps refusals, which would be others by now', async () => {
      const visit = await announce(world.admin);
      const key = { 'idempotency-key': 'too-early' };
      const first = await world.admin.post(`/visits/${visit.id}/check-out`, {}, key);
      expect(expectProblem(first)).toMatchObject({ status: 409, code: 'VISIT_WRONG_STATE' });
      expect((await world.admin.post(`/visits/${visit.id}/check-in`)).status).toBe(200);
      const again = await world.admin.post<ProblemBody>(`/visits/${visit.id}/check-out`, {}, key);
      expect([again.status, again.body]).toEqual([409, first.body]);
      expect((await world.admin.post(`/visits/${visit.id}/check-out`)).status).toBe(200);
    });

    it('of a request that runs is 409 with Retry-After', async () => {
      const request = visitRequest({ guest: { fullName: 'Running' } });
      const key = { 'idempotency-key': 'running' };
      const runner = world.vestibule.database.dataSource.createQueryRunner();
      await runner.startTransaction();
      await runner.query('LOCK TABLE guests IN ACCESS EXCLUSIVE MODE');
      const first = world.admin.post('/visits', request, key);
      await waitFor(async () => {
        const [row] = (await runner.query(
          `SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid IN (SELECT pid FROM pg_locks WHERE NOT granted)`,
        )) as { n: number }[];
        return (row?.n ?? 0) > 0;
      }, 'that the first request waits');
      const second = await world.admin.post('/visits', request, key);
      expect(expectProblem(second)).toMatchObject({ status: 409, code: 'REQUEST_RUNNING' });
      expect(Number(second.headers['retry-after'])).toBeGreaterThan(0);
      await runner.rollbackTransaction();
      await runner.release();
      expect((await first).status).toBe(201);
      expect((await world.admin.post('/visits', request, key)).status).toBe(201);
    });
  });

  describe('If-Match', () => {
    it('a stale version is 412 for every verb of a visit, and changes nothing', async () => {
      const visit = await announce(world.admin);
      const changed = await world.admin.patch<VisitBody>(
        `/visits/${visit.id}`,
        { purpose: 'New' },
        { 'if-match': '"1"' },
      );
      expect([changed.status, changed.body.version]).toEqual([200, 2]);
      const stale = { 'if-match': '"1"' };
      for (const verb of ['cancel', 'check-in', 'check-out']) {
        expect(expectProblem(await world.admin.post(`/visits/${visit.id}/${verb}`, {}, stale))).toMatchObject({
          status: 412,
          code: 'VISIT_STALE',
        });
      }
      expect((await world.admin.patch(`/visits/${visit.id}`, { purpose: 'Old' }, stale)).status).toBe(412);
      const { body } = await world.admin.get(`/visits/${visit.id}`);
      expect(body).toMatchObject({ version: 2, purpose: 'New', status: 'expected' });
      expect((await world.admin.post(`/visits/${visit.id}/cancel`, {}, { 'if-match': '"2"' })).status).toBe(200);
    });
  });
});

interface Listed {
  readonly items: readonly VisitBody[];
  readonly nextCursor: string | null;
}
