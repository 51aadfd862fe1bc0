import { type ApiCaller } from '../../support/api-caller.js';
import { ENTRANCE_READER, openVestibule, type TestVestibule } from '../../support/vestibule.js';
import { announce, putPhoto, untilAccess, untilVisit, type VisitBody } from '../../support/visit-steps.js';
import { waitFor } from '../../support/wait-for.js';

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
  ])('refuses %s with a pointer', async (path, pointer) => {
    const { status, body } = await api.get<Problem>(path);
    expect(status).toBe(400);
    expect(body.errors?.map((fault) => fault.pointer)).toEqual([pointer]);
  });

  it('refuses a cursor it did not give out', async () => {
    const { status, body } = await api.get<Problem>('/passages?cursor=WzFd');
    expect([status, body.code]).toEqual([400, 'INVALID_CURSOR']);
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
