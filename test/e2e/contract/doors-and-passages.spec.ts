import { waitFor } from '../../support/wait-for.js';
import { ENTRANCE_READER, EXIT_READER } from '../../support/vestibule.js';
import { announce, putPhoto, untilAccess, untilVisit, type VisitBody } from '../../support/visit-steps.js';
import { type ContractWorld, openContractWorld } from './support/contract-world.js';
import { expectProblem } from './support/problem.js';

const PASSAGE = 'id eventId visitId guest door direction result eventType occurredAt receivedAt hasPicture source';

interface Passage {
  readonly id: string;
  readonly eventId: string;
  readonly visitId: string | null;
  readonly occurredAt: string;
  readonly direction: string | null;
}
interface Listed<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

const secondNow = (): number => Math.floor(Date.now() / 1_000);

describe('doors and passages', () => {
  let world: ContractWorld;
  let visit: VisitBody;

  beforeAll(async () => {
    world = await openContractWorld();
    visit = await announce(world.admin, { guest: { fullName: 'Walker', company: 'Acme' }, exitPolicy: 'until_end' });
    await putPhoto(world.admin, visit.id);
    const { access } = await untilAccess(world.admin, visit.id, 'granted');
    const { control } = world.vestibule.simulator;
    const personCode = access.personCode ?? '';
    control.walk({ personCode, readerIndexCode: ENTRANCE_READER });
    await untilVisit(world.admin, visit.id, ({ status }) => status === 'checked_in');
    control.walk({ personCode, readerIndexCode: EXIT_READER });
    // Events carry whole seconds: of two in the same one nobody can tell which came first.
    const leftInSecond = secondNow();
    await waitFor(() => secondNow() > leftInSecond, 'the next second');
    control.walk({ personCode, readerIndexCode: ENTRANCE_READER });
    await waitFor(async () => (await list(`?visitId=${visit.id}`)).items.length === 3, 'three passages');
  }, 60_000);
  afterAll(() => world.close());

  const list = async (query: string) => (await world.as('security').get<Listed<Passage>>(`/passages${query}`)).body;

  it('passages have the members of the contract, in its order, newest first', async () => {
    const { items } = await list('');
    for (const passage of items) expect(Object.keys(passage).join(' ')).toBe(PASSAGE);
    expect(items[0]).toMatchObject({
      visitId: visit.id,
      guest: { id: visit.guest.id, fullName: 'Walker' },
      door: { id: '1', name: 'Main entrance', readerId: ENTRANCE_READER },
      direction: 'entry',
      result: 'granted',
      eventType: expect.any(Number),
      hasPicture: expect.any(Boolean),
      source: 'poll',
    });
    const times = items.map(({ occurredAt }) => occurredAt);
    expect(times).toEqual(times.toSorted().reverse());
  });

  it('each filter takes what it says', async () => {
    const { items } = await list('');
    const idsOf = async (query: string) => (await list(query)).items.map(({ id }) => id);
    const all = items.map(({ id }) => id);
    expect(await idsOf(`?visitId=${visit.id}`)).toEqual(all);
    expect(await idsOf('?visitId=0190a0a0-0000-7000-8000-000000000000')).toEqual([]);
    expect(await idsOf('?direction=entry')).toEqual([all[0], all[2]]);
    expect(await idsOf('?direction=exit')).toEqual([all[1]]);
    expect(await idsOf('?doorId=2')).toEqual([all[1]]);
    expect(await idsOf('?doorId=99')).toEqual([]);
    expect(await idsOf('?result=granted')).toEqual(all);
    expect(await idsOf('?result=denied')).toEqual([]);
    expect(await idsOf('?from=2036-01-01T00:00:00Z')).toEqual([]);
    expect(await idsOf('?to=2020-01-01T00:00:00Z')).toEqual([]);
    expect(await idsOf('?from=2020-01-01T00:00:00%2B05:00&to=2036-01-01T00:00:00Z&direction=exit')).toEqual([all[1]]);
  });

  it('pages hold each passage once', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Listed<Passage> = await list(`?limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual((await list('')).items.map(({ id }) => id));
  });

  it('the watermark says up to when passages are complete', async () => {
    const { body } = await world
      .as('auditor')
      .get<{ completeTo: string; lagSeconds: number; servers: object[] }>('/passages/watermark');
    expect(Object.keys(body)).toEqual(['completeTo', 'lagSeconds', 'servers']);
    expect(Math.abs(Date.now() - Date.parse(body.completeTo) - body.lagSeconds * 1_000)).toBeLessThan(5_000);
    expect(body.servers).toHaveLength(1);
  });

  it('the muster list says who is inside, since when and through which door', async () => {
    const onSite = () => world.as('security').get<Listed<Record<string, unknown>>>('/on-site');
    // Passages are folded into visits after they are recorded.
    await waitFor(async () => (await onSite()).body.items.length > 0, 'somebody inside');
    const { body } = await onSite();
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({
      visitId: visit.id,
      guest: { id: visit.guest.id, fullName: 'Walker', company: 'Acme' },
      lastDoor: { id: '1', readerId: ENTRANCE_READER },
      unconfirmed: false,
    });
    expect(typeof body.items[0]?.['sure']).toBe('boolean');
  });

  it('the muster list says how old it is, and is a file and a page of the same people', async () => {
    const security = world.as('security');
    await waitFor(
      async () => (await security.get<Listed<unknown>>('/on-site')).body.items.length > 0,
      'somebody inside',
    );
    const { body } = await security.get<Listed<Record<string, unknown>> & { at: string; complete: boolean }>(
      '/on-site',
    );
    expect(Object.keys(body)).toEqual(['items', 'nextCursor', 'at', 'completeTo', 'complete', 'blindExits']);
    const [item] = body.items;
    expect(Object.keys(item ?? {}).join(' ')).toBe(
      'visitId guest host checkedInAt validTo lastDoor lastSeenAt ageSeconds sure unconfirmed',
    );
    const age = (Date.parse(body.at) - Date.parse(String(item?.['lastSeenAt']))) / 1_000;
    expect(item?.['ageSeconds']).toBe(Math.max(0, Math.floor(age)));
    const file = await security.get<string>('/on-site.csv');
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(file.headers['content-disposition']).toMatch(
      /^attachment; filename="on-site-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.csv"$/,
    );
    expect(file.body).toContain('"Walker","Acme"');
    const page = await security.get<string>('/on-site.html', { 'accept-language': 'ru' });
    expect(page.headers['content-language']).toBe('ru');
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(page.body).toMatch(/<html lang="ru">[^]*На территории: 1[^]*<td>Walker<\/td>/);
  });

  it('the figures of the whole product', async () => {
    const { body } = await world.as('auditor').get<Record<string, unknown>>('/stats');
    expect(Object.keys(body).join(' ')).toBe(
      'at expected onSite overstaying failedAccess oldestUnrevokedSeconds callBudget queueDepth watermark',
    );
    expect(body).toMatchObject({
      expected: 0,
      onSite: 1,
      overstaying: 0,
      failedAccess: 0,
      oldestUnrevokedSeconds: null,
      callBudget: [
        { serverId: expect.any(String), limit: 10_000, effectiveLimit: 10_000, used: expect.any(Number), kept: 2 },
      ],
      queueDepth: expect.any(Number),
      watermark: { completeTo: expect.any(String), servers: [expect.any(Object)] },
    });
  });

  it('the timeline tells the passages with the rest, oldest first, page by page', async () => {
    const whole = (
      await world.admin.get<Listed<{ id: string; at: string; type: string }>>(`/visits/${visit.id}/timeline?limit=200`)
    ).body;
    for (const item of whole.items) expect(Object.keys(item)).toEqual(['id', 'at', 'type', 'cause', 'data']);
    const times = whole.items.map(({ at }) => at);
    expect(times).toEqual(times.toSorted());
    expect(whole.items.filter(({ type }) => type === 'passage_attached').length).toBeGreaterThanOrEqual(3);
    const { body } = await world.admin.get<typeof whole>(`/visits/${visit.id}/timeline?limit=2`);
    const rest = await world.admin.get<typeof whole>(
      `/visits/${visit.id}/timeline?limit=200&cursor=${body.nextCursor ?? ''}`,
    );
    expect([...body.items, ...rest.body.items].map(({ id }) => id)).toEqual(whole.items.map(({ id }) => id));
  });

  it('readiness answers with a verdict and its reasons', async () => {
    const readiness = async (id: string) =>
      (await world.admin.get<{ verdict: string; reasons: { code: string }[] }>(`/visits/${id}/readiness`)).body;
    const ready = await readiness(visit.id);
    expect([Object.keys(ready), ready.verdict]).toEqual([['verdict', 'reasons', 'expectedReadyAt'], 'ready']);
    const without = await announce(world.admin, { guest: { fullName: 'Without' } });
    expect(await readiness(without.id)).toMatchObject({ verdict: 'blocked', reasons: [{ code: 'NO_PHOTO' }] });
    await world.admin.post(`/visits/${without.id}/cancel`);
    expect(await readiness(without.id)).toMatchObject({ verdict: 'blocked', reasons: [{ code: 'VISIT_OVER' }] });
  });

  it('levels come with their doors, and when they were read', async () => {
    const { body } = await world.as('host').get<{ items: { id: string }[]; fetchedAt: string }>('/access-levels');
    expect(Object.keys(body)).toEqual(['items', 'fetchedAt']);
    const visitors = body.items.find(({ id }) => id === '1');
    expect(Object.keys(visitors ?? {})).toEqual(['id', 'name', 'serverId', 'doors']);
    expect(visitors).toMatchObject({ doors: [{ id: '1' }, { id: '2' }] });
  });

  it('the map of the perimeter is changed door by door', async () => {
    const map = { direction: 'exit', readers: [{ readerId: '3', direction: null }] };
    const set = await world.admin.put<Record<string, unknown>>('/doors/2', map);
    expect([set.status, set.body]).toEqual([200, { ...map, id: '2', name: 'Exit', serverId: expect.any(String) }]);
    const { body } = await world.as('security').get<Listed<{ id: string }>>('/doors');
    expect(body.items.find(({ id }) => id === '2')).toEqual(set.body);
    expect(expectProblem(await world.admin.put('/doors/99', map))).toMatchObject({
      status: 404,
      code: 'DOOR_NOT_FOUND',
    });
    const twice = { direction: null, readers: [map.readers[0], map.readers[0]] };
    expect(expectProblem(await world.admin.put('/doors/2', twice)).errors?.[0]?.pointer).toBe('/readers');
  });

  it('a cardholder is found by status, and tried again on demand', async () => {
    const { body } = await world
      .as('security')
      .get<Listed<{ id: string; guestId: string }>>('/cardholders?status=granted');
    expect(body.items.map(({ guestId }) => guestId)).toContain(visit.guest.id);
    const id = body.items[0]?.id ?? '';
    expect((await world.as('auditor').get(`/cardholders/${id}`)).body).toMatchObject({ id });
    expect((await world.as('reception').post(`/cardholders/${id}/reconcile`)).status).toBe(202);
    await untilAccess(world.admin, visit.id, 'granted');
  });
});
