import { ApiCaller } from '../../support/api-caller.js';
import { ADMIN, ENTRANCE_READER, EXIT_READER, openVestibule, type TestVestibule } from '../../support/vestibule.js';
import { announce, putPhoto, untilAccess, untilVisit, type VisitBody } from '../../support/visit-steps.js';
import { waitFor } from '../../support/wait-for.js';
import { askedByRequests } from './asked-by-requests.js';
import { comeIn } from './come-in.js';

interface PassageBody {
  readonly id: string;
  readonly eventId: string;
  readonly visitId: string | null;
  readonly guest: { readonly id: string; readonly fullName: string | null };
  readonly door: { readonly id: string; readonly name: string; readonly readerId: string | null };
  readonly direction: string | null;
  readonly result: string;
  readonly occurredAt: string;
  readonly hasPicture: boolean;
  readonly source: string;
}

interface IncidentBody {
  readonly id: string;
  readonly title: string;
}

interface Problem {
  readonly code: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
}

interface List<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

describe('monitoring over HTTP', () => {
  let vestibule: TestVestibule;
  let api: ApiCaller;

  beforeAll(async () => {
    vestibule = await openVestibule();
    api = vestibule.api;
  }, 60_000);

  afterAll(() => vestibule.close());

  describe('of a guest who came in', () => {
    let visit: VisitBody;
    let eventId: string | null;

    beforeAll(async () => {
      const announced = await announce(api);
      await putPhoto(api, announced.id);
      const { access } = await untilAccess(api, announced.id, 'granted');
      const { personCode } = access;
      if (personCode === null) throw new Error('a granted visit has a person code');
      ({ eventId } = vestibule.simulator.control.walk({ personCode, readerIndexCode: ENTRANCE_READER }));
      visit = await untilVisit(api, announced.id, ({ status }) => status === 'checked_in');
      const isAttached = async (): Promise<boolean> =>
        (await api.get<List<PassageBody>>(`/passages?visitId=${visit.id}`)).body.items.length > 0;
      await waitFor(isAttached, 'the passage in the list of its visit');
    }, 60_000);

    it('shows the passage once, with guest, door and direction', async () => {
      const { body } = await api.get<List<PassageBody>>(`/passages?visitId=${visit.id}&result=granted&direction=entry`);
      expect(body.nextCursor).toBeNull();
      expect(body.items).toMatchObject([
        {
          eventId,
          visitId: visit.id,
          guest: { id: visit.guest.id, fullName: visit.guest.fullName },
          door: { id: '1', name: 'Main entrance', readerId: ENTRANCE_READER },
          direction: 'entry',
          result: 'granted',
          source: 'poll',
        },
      ]);
    });

    it('stands on the muster list', async () => {
      const { body } = await api.get<List<Record<string, unknown>>>('/on-site');
      expect(body.items).toMatchObject([
        {
          visitId: visit.id,
          guest: { id: visit.guest.id, fullName: visit.guest.fullName },
          lastDoor: { id: '1', name: 'Main entrance' },
          sure: true,
          unconfirmed: false,
        },
      ]);
    });
  });

  describe('an incident', () => {
    let visit: VisitBody;
    let incident: IncidentBody;

    const as = async (role: string): Promise<ApiCaller> => {
      const { baseUrl } = vestibule.running;
      const user = { email: `${role}@example.com`, name: role, role, password: ADMIN.password };
      await api.post('/users', user);
      return ApiCaller.login(baseUrl, user.email, user.password);
    };

    beforeAll(async () => {
      visit = await announce(api);
      await putPhoto(api, visit.id);
      const { access } = await untilAccess(api, visit.id, 'granted');
      const personCode = access.personCode ?? '';
      // Came in behind somebody else.
      vestibule.simulator.control.walk({ personCode, readerIndexCode: EXIT_READER });
      const path = `/incidents?visitId=${visit.id}&kind=exit_without_entry&state=open`;
      const found = async (): Promise<boolean> => (await api.get<List<IncidentBody>>(path)).body.items.length === 1;
      await waitFor(found, 'the incident');
      incident = (await api.get<List<IncidentBody>>(path)).body.items[0]!;
    }, 60_000);

    it('names whom and where, and says what to do in the language of the caller', async () => {
      expect(incident).toMatchObject({
        ...{ version: 1, visitId: visit.id, ownerId: null, title: 'Left without having been seen to come in' },
        guest: { id: visit.guest.id, fullName: visit.guest.fullName },
        door: { id: '2', name: 'Exit' },
      });
      const russian = { 'accept-language': 'ru' };
      const { body } = await api.get<IncidentBody>(`/incidents/${incident.id}`, russian);
      expect(body.title).toBe('Выход без зафиксированного входа');
    });

    it('is taken and closed by who may, once, each change by the version that was read', async () => {
      const path = `/incidents/${incident.id}`;
      for (const role of ['reception', 'auditor']) {
        const caller = await as(role);
        expect((await caller.get(path)).status).toBe(200);
        expect((await caller.post(`${path}/take`)).status).toBe(403);
        expect((await caller.post(`${path}/close`, { reason: 'seen' })).status).toBe(403);
      }
      expect((await (await as('host')).get(path)).status).toBe(403);
      const guard = await as('security');
      const taken = await guard.post<IncidentBody>(`${path}/take`, {}, { 'if-match': '"1"' });
      expect([taken.status, taken.body]).toMatchObject([
        200,
        { state: 'taken', version: 2, ownerId: expect.any(String) },
      ]);
      const stale = await api.post<Problem>(`${path}/close`, { reason: 'seen' }, { 'if-match': '"1"' });
      expect([stale.status, stale.body.code]).toEqual([412, 'INCIDENT_STALE']);
      const empty = await guard.post<Problem>(`${path}/close`, { reason: ' ' });
      expect([empty.status, empty.body.errors?.[0]?.pointer]).toEqual([400, '/reason']);
      const closed = await guard.post<IncidentBody>(`${path}/close`, { reason: 'came in with the host' });
      expect(closed.body).toMatchObject({ state: 'closed', version: 3, closeReason: 'came in with the host' });
      const again = await guard.post<Problem>(`${path}/take`);
      expect([again.status, again.body.code]).toEqual([409, 'INCIDENT_OVER']);
      const audited = await vestibule.database.dataSource.query<{ action: string }[]>(
        'SELECT action FROM audit_log WHERE entity_id = $1 ORDER BY action',
        [incident.id],
      );
      expect(audited.map(({ action }) => action)).toEqual(['incidents.close', 'incidents.take']);
    });

    it('stands on the timeline of its visit', async () => {
      const { body } = await api.get<List<{ type: string }>>(`/visits/${visit.id}/timeline?limit=200`);
      const types = body.items.map(({ type }) => type).filter((type) => type.startsWith('incident'));
      expect(types).toEqual(['incident_raised', 'incident_taken', 'incident_closed']);
    });

    it('that is not there is 404', async () => {
      const { status, body } = await api.get<Problem>(`/incidents/${visit.id}`);
      expect([status, body.code]).toEqual([404, 'INCIDENT_NOT_FOUND']);
    });
  });

  it('says up to when passages are complete', async () => {
    const { body } = await api.get<{ completeTo: string; lagSeconds: number; servers: unknown[] }>(
      '/passages/watermark',
    );
    expect(Date.parse(body.completeTo)).toBeLessThan(Date.now());
    expect(body.lagSeconds).toBeGreaterThan(0);
    expect(body.servers).toHaveLength(1);
  });

  it.each([
    ['/passages?direction=sideways', '/direction'],
    ['/passages?from=2026-06-10T08:00:00', '/from'],
    ['/passages?visitId=7', '/visitId'],
    ['/passages?unknown=1', '/unknown'],
    ['/passages?limit=201', '/limit'],
    ['/doors?limit=0', '/limit'],
    ['/incidents?kind=unheard', '/kind'],
  ])('refuses %s with a pointer', async (path, pointer) => {
    const { status, body } = await api.get<Problem>(path);
    expect(status).toBe(400);
    expect(body.errors?.map((fault) => fault.pointer)).toEqual([pointer]);
  });

  it('refuses a cursor it did not give out', async () => {
    const { status, body } = await api.get<Problem>('/passages?cursor=WzFd');
    expect([status, body.code]).toEqual([400, 'INVALID_CURSOR']);
  });

  describe('asks the database the same, with 10 guests inside and with 200', () => {
    it.each([
      ['/on-site', 5],
      ['/stats', 7],
    ])('for %s: %i queries', async (path, queries) => {
      const { dataSource } = vestibule.database;
      const costs: (readonly string[])[] = [];
      for (const guests of [10, 200]) {
        await comeIn(dataSource, guests);
        costs.push(await askedByRequests(() => api.get(path)));
        const { body } = await api.get<{ onSite: number }>('/stats');
        expect(body.onSite).toBeGreaterThanOrEqual(guests);
      }
      expect(costs[0]).toHaveLength(queries);
      expect(costs[1]).toEqual(costs[0]);
    });
  });

  describe('the map of the perimeter', () => {
    const directions = { direction: 'entry', readers: [{ readerId: '4', direction: 'entry' }] };

    it('is listed by name, page by page', async () => {
      const first = await api.get<List<{ name: string }>>('/doors?limit=3');
      const second = await api.get<List<{ name: string }>>(`/doors?limit=3&cursor=${first.body.nextCursor ?? ''}`);
      const names = [...first.body.items, ...second.body.items].map(({ name }) => name);
      expect(names).toEqual(['Exit', 'Laboratory', 'Main entrance', 'Staff entrance']);
      expect(second.body.nextCursor).toBeNull();
    });

    it('is drawn by an administrator', async () => {
      const set = await api.put<Record<string, unknown>>('/doors/3', directions);
      expect([set.status, set.body]).toMatchObject([200, { id: '3', name: 'Laboratory', ...directions }]);
      const { body } = await api.get<List<Record<string, unknown>>>('/doors');
      expect(body.items).toContainEqual(set.body);
    });

    it.each([
      ['an unknown direction', { direction: 'up', readers: [] }, '/direction'],
      ['no direction', { readers: [] }, '/direction'],
      ['no readers', { direction: null }, '/readers'],
      [
        'a reader without an id',
        { direction: null, readers: [{ readerId: ' ', direction: null }] },
        '/readers/0/readerId',
      ],
      [
        'a reader twice',
        {
          direction: null,
          readers: [
            { readerId: '4', direction: null },
            { readerId: '4', direction: 'exit' },
          ],
        },
        '/readers',
      ],
    ])('refuses %s', async (_, body, pointer) => {
      const answer = await api.put<Problem>('/doors/3', body);
      expect(answer.status).toBe(400);
      expect(answer.body.errors?.map((fault) => fault.pointer)).toEqual([pointer]);
    });

    it.each(['99', '%00', 'x'.repeat(80)])('does not have door %s', async (id) => {
      const { status, body } = await api.put<Problem>(`/doors/${id}`, directions);
      expect([status, body.code]).toEqual([404, 'DOOR_NOT_FOUND']);
    });
  });
});
