import { KeyVault } from '../../../src/platform/crypto/key-vault.js';
import { SystemRandom } from '../../../src/platform/random/random.js';
import { PushToken } from '../../../src/modules/monitoring/application/push-token.js';
import { start, type RunningVestibule } from '../../../src/boot/start.js';
import { freePort } from '../../support/free-port.js';
import { COMPLETE_ENVIRONMENT } from '../../support/settings.js';
import { ENTRANCE_READER, environmentFor, openVestibule, type TestVestibule } from '../../support/vestibule.js';
import { announce, putPhoto, untilAccess, untilVisit, type VisitBody } from '../../support/visit-steps.js';
import { waitFor } from '../../support/wait-for.js';
import { sendRaw } from '../contract/support/send-raw.js';

const EVENTS = '/artemis/api/acs/v1/door/events';
const PATIENCE_MS = 60_000;

interface Passages {
  readonly items: readonly { readonly eventId: string; readonly source: string }[];
}

/**
 * HikCentral pushes to a process that only answers HTTP, and another holds the lease. It polls once an hour: what is read
 * in these tests was rung for, and an hour earns five reads beside the three at once.
 */
describe('what HikCentral pushes', () => {
  let vestibule: TestVestibule;
  let replica: RunningVestibule;
  let serverId: string;
  let token: string;
  let visit: VisitBody;

  beforeAll(async () => {
    const port = await freePort();
    const environment = {
      HIKCENTRAL_EVENT_MODE: 'push',
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      MONITORING_INTERVAL_SECONDS: '3600',
    };
    vestibule = await openVestibule({ environment, simulator: { eventDelayMs: 0 } });
    const { database, simulator } = vestibule;
    replica = await start({
      ...environmentFor(database.url, simulator),
      ...environment,
      ROLE: 'api',
      PORT: String(port),
    });
    const [server] = await database.dataSource.query<{ id: string }[]>('SELECT id FROM hikcentral_servers');
    serverId = server!.id;
    const key = Buffer.from(COMPLETE_ENVIRONMENT.SECRET_KEY, 'base64');
    token = new PushToken(new KeyVault(key, new SystemRandom())).of(serverId);
    const announced = await announce(vestibule.api);
    await putPhoto(vestibule.api, announced.id);
    visit = await untilAccess(vestibule.api, announced.id, 'granted', PATIENCE_MS);
    await waitFor(() => Promise.resolve(calls('eventSubscriptionByEventTypes') === 1), 'the subscription', PATIENCE_MS);
    await waitFor(() => Promise.resolve(calls(EVENTS) === 1), 'the first poll', PATIENCE_MS);
  }, 3 * PATIENCE_MS);

  afterAll(async () => {
    await replica.stop();
    await vestibule.close();
  });

  const calls = (path: string): number =>
    vestibule.simulator.control.arrivals().filter((arrival) => arrival.path.endsWith(path)).length;
  const rings = async (): Promise<number> => {
    const rows = await vestibule.database.dataSource.query<{ rings: string }[]>('SELECT rings FROM passage_rings');
    return Number(rows[0]?.rings ?? 0);
  };
  const push = (body: unknown, headers: Record<string, string> = { token }, id = serverId) =>
    sendRaw(replica.baseUrl, {
      method: 'POST',
      path: `/api/v1/hikcentral/events/${id}`,
      headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const pushOf = (eventId: string, data: object, parts: object = {}): object => ({
    method: 'OnEventNotify',
    params: {
      ability: 'event_acs',
      events: [
        {
          eventId,
          eventType: 196_893,
          srcType: 'door',
          srcIndex: '1',
          happenTime: new Date().toISOString(),
          data,
          ...parts,
        },
      ],
    },
  });
  const ours = (eventId: string): object => pushOf(eventId, { personCode: visit.access.personCode });

  it(
    'makes the passage be read at once, by the process that holds the lease',
    async () => {
      const { personCode } = visit.access;
      const { eventId } = vestibule.simulator.control.walk({
        personCode: personCode!,
        readerIndexCode: ENTRANCE_READER,
      });
      await untilVisit(vestibule.api, visit.id, ({ status }) => status === 'checked_in', PATIENCE_MS);
      const { body } = await vestibule.api.get<Passages>('/passages');
      expect(body.items).toMatchObject([{ eventId, source: 'push' }]);
      expect([calls(EVENTS), await rings()]).toEqual([2, 1]);
      // Once more, as HikCentral does: it is stored, so nothing is read.
      expect(await push(ours(eventId!))).toMatchObject({ status: 200, body: { code: '0', msg: 'success' } });
    },
    PATIENCE_MS,
  );

  it.each([
    ['no token', {}, 401],
    ['a wrong one', { token: 'x'.repeat(43) }, 401],
    ['an empty one', { token: '' }, 401],
    ['another name for it', { authorization: 'Bearer x' }, 401],
  ] as const)('is refused with %s', async (_, headers, status) => {
    expect(await push(ours('forged'), { ...headers })).toMatchObject({ status, body: { code: 'UNAUTHENTICATED' } });
  });

  it('is refused with no token whatever it says', async () => {
    expect(await push('{"params":', {})).toMatchObject({ status: 401 });
  });

  it('is refused with the token of another server, and where it is too long to be one', async () => {
    const another = '0190a0a0-0000-7000-8000-000000000000';
    expect(await push(ours('forged'), { token }, another)).toMatchObject({ status: 401 });
    expect(await push(ours('x'.repeat(600 * 1_024)))).toMatchObject({ status: 413 });
  });

  it(
    'is not looked at for persons who are not ours',
    async () => {
      for (const data of [{ personCode: 'E00001' }, { personId: '999999' }, { personCode: '' }, {}]) {
        expect(await push(pushOf('foreign', data))).toMatchObject({ status: 200 });
      }
      // What is pushed later is looked at later: this one rings, and nothing before it did.
      expect(await push('{"params":{"events":["cut')).toMatchObject({ status: 200, body: { code: '0' } });
      await waitFor(async () => (await rings()) > 1, 'the ring of what cannot be read');
      expect(await rings()).toBe(2);
      await waitFor(() => Promise.resolve(calls(EVENTS) === 4), 'the two reads that are left of three', PATIENCE_MS);
    },
    PATIENCE_MS,
  );

  it(
    'costs no more than was left, however much is forged',
    async () => {
      const pushes = Array.from({ length: 300 }, (_, index) => push(ours(`forged${index}`)));
      for (const { status } of await Promise.all(pushes)) expect(status).toBe(200);
      await waitFor(async () => (await rings()) > 2, 'the ring of a forged push');
      const metrics = await (await fetch(`${replica.baseUrl}/metrics`)).text();
      expect(metrics).toMatch(/vestibule_pushes_total\{fate="refused"\} 6/);
      expect(metrics).toMatch(/vestibule_pushes_total\{fate="unclear"\} [1-9]/);
      expect(metrics).not.toContain(token);
      const { body } = await vestibule.api.get<Passages>('/passages');
      expect(body.items).toHaveLength(1);
      expect(calls(EVENTS)).toBe(4);
    },
    PATIENCE_MS,
  );
});
