import sharp from 'sharp';
import { type Answer, ApiCaller } from '../../support/api-caller.js';
import { ENTRANCE_READER, openVestibule, type TestVestibule } from '../../support/vestibule.js';
import { announce, putPhoto, untilAccess } from '../../support/visit-steps.js';
import { waitFor } from '../../support/wait-for.js';

const CONTROL = '/artemis/api/acs/v1/door/doControl';
const PICTURES = '/artemis/api/acs/v1/event/pictures';

interface Body {
  readonly code?: string;
  readonly serverId?: string;
}

interface AuditRow {
  readonly action: string;
  readonly actor_kind: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

describe('doors and pictures, by way of the lease holder', () => {
  let vestibule: TestVestibule;
  let keys: readonly ApiCaller[];
  let serverId: string;

  beforeAll(async () => {
    vestibule = await openVestibule();
    const { api, running } = vestibule;
    // One for each test: each caller has six openings a minute.
    keys = await Promise.all(
      Array.from({ length: 4 }, async (_, index) => {
        const { body } = await api.post<{ key: string }>('/api-keys', { name: `Desk ${index}`, role: 'security' });
        return new ApiCaller(running.baseUrl, { 'x-api-key': body.key });
      }),
    );
    await waitFor(async () => (await api.get<{ items: unknown[] }>('/doors')).body.items.length > 0, 'the doors');
    const { body } = await api.get<{ items: { id: string }[] }>('/hikcentral-servers');
    serverId = body.items[0]!.id;
  }, 60_000);

  afterAll(() => vestibule.close());

  const callsOf = (path: string): number =>
    vestibule.simulator.control.arrivals().filter((arrival) => arrival.path === path).length;

  describe('the picture of a passage', () => {
    let passageId: string;

    beforeAll(async () => {
      const { api, simulator } = vestibule;
      const { id } = await announce(api, { guest: { fullName: 'Seen' } });
      await putPhoto(api, id);
      const { access } = await untilAccess(api, id, 'granted');
      simulator.control.walk({ personCode: access.personCode ?? '', readerIndexCode: ENTRANCE_READER });
      await waitFor(async () => (await passages()).length > 0, 'the passage');
      passageId = (await passages())[0]!.id;
    }, 60_000);

    const passages = async () =>
      (await vestibule.api.get<{ items: { id: string; hasPicture: boolean }[] }>('/passages')).body.items;
    const look = (caller = vestibule.api) =>
      caller.get<ArrayBuffer>(`/passages/${passageId}/picture`, {}, { responseType: 'arraybuffer' });
    const codeOf = ({ status, body }: Answer<ArrayBuffer>): [number, unknown] => [
      status,
      (JSON.parse(Buffer.from(body).toString()) as Body).code,
    ];

    it('does not come while HikCentral does not hand it out', async () => {
      vestibule.simulator.control.faults.add({ kind: 'refuse', path: PICTURES, times: 1, code: '0x00052101' });
      const away = await look();
      expect([...codeOf(away), Number(away.headers['retry-after'])]).toEqual([503, 'PICTURE_UNAVAILABLE', 5]);
    });

    it('is read once, whoever looks, and each look is on record', async () => {
      const before = callsOf(PICTURES);
      const [first] = await Promise.all([look(), look()]);
      const second = await look(keys[0]);
      expect([first.status, first.headers['content-type']]).toEqual([200, 'image/jpeg']);
      expect(first.headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'content-disposition': `inline; filename="passage-${passageId}.jpg"`,
      });
      const { format, width } = await sharp(Buffer.from(first.body)).metadata();
      expect([format, width]).toEqual(['jpeg', 480]);
      expect(Buffer.from(second.body).equals(Buffer.from(first.body))).toBe(true);
      expect(callsOf(PICTURES) - before).toBe(1);
      const looks = await vestibule.database.dataSource.query<{ actor_kind: string }[]>(
        `SELECT actor_kind FROM audit_log WHERE action = 'passages.read-picture' AND entity_id = $1 ORDER BY seq`,
        [passageId],
      );
      expect(looks.map(({ actor_kind }) => actor_kind)).toEqual(['user', 'user', 'api-key']);
    });

    it('lies sealed', async () => {
      const rows = await vestibule.database.dataSource.query<{ sealed: Buffer }[]>(
        `SELECT sealed FROM passage_captures UNION ALL
         SELECT result_sealed FROM gateway_requests WHERE kind = 'read-picture' AND state = 'done'`,
      );
      expect(rows).toHaveLength(2);
      for (const { sealed } of rows) expect(sealed.includes(Buffer.from([0xff, 0xd8, 0xff]))).toBe(false);
    });

    it('is not shown any more after its time, here or from HikCentral', async () => {
      await vestibule.database.dataSource.query(`UPDATE passages SET received_at = received_at - interval '31 days'`);
      const before = callsOf(PICTURES);
      expect(codeOf(await look())).toEqual([404, 'PICTURE_NOT_FOUND']);
      expect((await passages()).map(({ hasPicture }) => hasPicture)).toEqual([false]);
      expect(callsOf(PICTURES)).toBe(before);
    });

    it('of a passage that is not there is not there', async () => {
      const nobody = await vestibule.api.get<Body>('/passages/0190a0a0-0000-7000-8000-000000000000/picture');
      expect([nobody.status, nobody.body.code]).toEqual([404, 'PASSAGE_NOT_FOUND']);
    });
  });

  describe('a door that a person opens', () => {
    let calls: number;

    beforeEach(() => {
      calls = controls();
    });

    const controls = (): number => callsOf(CONTROL);
    const openings = (doorId: string): number =>
      vestibule.simulator.control
        .effects()
        .filter((effect) => effect.kind === 'door-controlled' && effect.doorIndexCode === doorId).length;
    const open = (caller: ApiCaller, doorId: string, body: object = { reason: 'A delivery' }, key?: string) =>
      caller.post<Body>(`/doors/${doorId}/open`, body, key === undefined ? {} : { 'idempotency-key': key });
    const audited = (doorId: string): Promise<AuditRow[]> =>
      vestibule.database.dataSource.query<AuditRow[]>(
        `SELECT action, actor_kind, detail FROM audit_log WHERE entity = 'door' AND entity_id = $1 ORDER BY seq`,
        [doorId],
      );
    const outcomes = async (doorId: string): Promise<unknown[]> =>
      (await audited(doorId))
        .filter(({ action }) => action === 'doors.open-ended')
        .map(({ detail }) => detail['outcome']);
    const told = async (answer: Promise<Answer<Body>>): Promise<[number, string | undefined]> => {
      const { status, body } = await answer;
      return [status, body.code];
    };

    it('opens once for any number of copies of one request, and is on record with who, why and what came of it', async () => {
      const [desk] = keys;
      const reason = 'A delivery without a card';
      const first = await open(desk!, '3', { reason }, 'one');
      expect([first.status, first.body]).toEqual([
        200,
        { id: '3', serverId, name: 'Laboratory', openedAt: expect.stringMatching(/Z$/) },
      ]);
      const again = await open(desk!, '3', { reason }, 'one');
      expect([again.status, again.body, again.headers['idempotency-replayed']]).toEqual([200, first.body, 'true']);
      expect([controls() - calls, openings('3')]).toEqual([1, 1]);
      const [asked, ended, ...more] = await audited('3');
      const openingId = asked!.detail['openingId'];
      expect([asked, ended, more]).toEqual([
        { action: 'doors.open', actor_kind: 'api-key', detail: { serverId, openingId, reason } },
        {
          action: 'doors.open-ended',
          actor_kind: 'api-key',
          detail: { serverId, openingId, outcome: 'opened', code: null },
        },
        [],
      ]);
      const events = await vestibule.database.dataSource.query<{ data: unknown }[]>(
        `SELECT data FROM domain_events WHERE name = 'monitoring.door-opened.v1'`,
      );
      expect(events).toEqual([{ data: { openingId, serverId, doorId: '3', isCertain: true } }]);
    });

    it('is told to be unknown when the answer was lost, and is not opened again by itself or by a copy', async () => {
      vestibule.simulator.control.faults.add({ kind: 'lose-answer', path: CONTROL, times: 1 });
      const [, desk] = keys;
      const lost = await open(desk!, '1', { reason: 'Stuck' }, 'lost');
      expect([lost.status, lost.body.code, Number(lost.headers['retry-after']) > 0]).toEqual([
        503,
        'HIKCENTRAL_OUTCOME_UNKNOWN',
        true,
      ]);
      expect(await told(open(desk!, '1', { reason: 'Stuck' }, 'lost'))).toEqual([503, 'HIKCENTRAL_OUTCOME_UNKNOWN']);
      expect([controls() - calls, openings('1')]).toEqual([1, 1]);
      expect(await outcomes('1')).toEqual(['unknown']);
    });

    it.each([
      ['terminal is offline', 409, 'DOOR_UNREACHABLE', { code: '129' }],
      ['HikCentral has no such call', 409, 'DOOR_CONTROL_UNSUPPORTED', { code: '8' }],
      ['HikCentral does not allow it', 409, 'DOOR_CONTROL_REFUSED', { code: '130' }],
      ['HikCentral has no such door any more', 404, 'DOOR_NOT_FOUND', { code: '128' }],
    ])('says why it stayed shut: %s', async (_name, status, code, refusal) => {
      vestibule.simulator.control.faults.add({ kind: 'refuse', path: CONTROL, times: 1, ...refusal });
      const before = (await outcomes('2')).length;
      expect(await told(open(keys[2]!, '2'))).toEqual([status, code]);
      expect((await outcomes('2')).slice(before)).toEqual(['failed']);
      expect(openings('2')).toBe(0);
    });

    it('that says for itself that it is offline did not open', async () => {
      vestibule.simulator.control.setDoor('2', { isOnline: false });
      expect(await told(open(keys[2]!, '2'))).toEqual([409, 'DOOR_UNREACHABLE']);
      vestibule.simulator.control.setDoor('2', { isOnline: true });
    });

    it('that nobody knows, or of no server of ours, is not there', async () => {
      expect(await told(open(vestibule.api, '99'))).toEqual([404, 'DOOR_NOT_FOUND']);
      const elsewhere = { reason: 'x', serverId: '0190a0a0-0000-7000-8000-000000000000' };
      expect(await told(open(vestibule.api, '1', elsewhere))).toEqual([404, 'DOOR_NOT_FOUND']);
      expect(controls()).toBe(calls);
    });

    it('is opened by one caller six times a minute, over whatever doors', async () => {
      const answers: number[] = [];
      for (let turn = 0; turn < 8; turn += 1) answers.push((await open(keys[3]!, turn % 2 === 0 ? '3' : '4')).status);
      expect(answers).toEqual([200, 200, 200, 200, 200, 200, 429, 429]);
      const refused = await open(keys[3]!, '3');
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect(controls() - calls).toBe(6);
    });

    it('has its directions set once, and the same answer for a copy', async () => {
      const set = () =>
        vestibule.api.put<Body>('/doors/4', { direction: 'entry', readers: [] }, { 'idempotency-key': 'set-once' });
      const first = await set();
      const again = await set();
      expect(first.body).toMatchObject({ id: '4', direction: 'entry' });
      expect([again.headers['idempotency-replayed'], again.body]).toEqual(['true', first.body]);
    });

    it('of a server that we have left stays shut', async () => {
      const { api } = vestibule;
      await api.post(`/hikcentral-servers/${serverId}/disable`, { reason: 'Moving' });
      expect(await told(open(api, '3'))).toEqual([409, 'DOOR_SERVER_DISABLED']);
      await api.post(`/hikcentral-servers/${serverId}/enable`, { reason: 'Back' });
      expect((await open(api, '3')).status).toBe(200);
    });
  });
});
