import { type Simulator, startSimulator } from '../../../../../simulator/index.js';
import { GatewayError } from '../../../../../src/modules/hikcentral-gateway/gateway.errors.js';
import { type GatewayAnswer, type VersionRead } from '../../../../../src/modules/hikcentral-gateway/index.js';
import {
  HikCentralNotAskedError,
  HikCentralOutcomeUnknownError,
} from '../../../../../src/modules/hikcentral-gateway/requests/requests.errors.js';
import { SystemClock } from '../../../../../src/platform/clock/system-clock.js';
import { runInContext, systemContext } from '../../../../../src/platform/context/request-context.js';
import { openTestDatabase, type TestDatabase } from '../../../../support/database.js';
import { gatewayProcess, type GatewayProcess } from '../../../../support/leased-gateway.js';
import { ManualClock } from '../../../../support/manual-clock.js';
import { testPlatform } from '../../../../support/platform.js';
import { someSettings } from '../../../../support/settings.js';
import { waitFor } from '../../../../support/wait-for.js';

const VERSION = '/artemis/api/common/v1/version';

/** Time that runs as ours, with the waiting of askers cut short. */
class ImpatientClock extends SystemClock {
  factor = 1;

  override monotonicMs(): number {
    return super.monotonicMs() * this.factor;
  }
}

describe('what a process without the lease asks of the one that has it', () => {
  let database: TestDatabase;
  let simulator: Simulator;
  let api: GatewayProcess;
  let worker: GatewayProcess;
  let apiClock: ImpatientClock;
  let serverId: string;
  let started: GatewayProcess[];

  beforeEach(async () => {
    database = await openTestDatabase();
    simulator = await startSimulator({ limit: { calls: null }, employeeCount: 0 });
    started = [];
    apiClock = new ImpatientClock();
    api = await start('api', apiClock);
    const [server] = await testPlatform(database).unitOfWork.read((tx) => api.gateway.servers(tx));
    serverId = server!.id;
  });

  afterEach(async () => {
    await Promise.all(started.map((one) => one.stop()));
    await simulator.close();
    await database.close();
  });

  async function start(role: 'api' | 'worker', clock = new SystemClock()): Promise<GatewayProcess> {
    const { baseUrl, appKey, appSecret } = simulator;
    const hikcentral = { ...someSettings().hikcentral, baseUrl, appKey, appSecret, rateLimitCalls: 50 };
    const process = gatewayProcess(
      someSettings({ role, databaseDirectUrl: database.url, hikcentral }),
      testPlatform(database, clock),
    );
    started.push(process);
    await process.start();
    return process;
  }

  const versionCalls = (): number => simulator.control.arrivals().filter(({ path }) => path === VERSION).length;
  const ask = (): Promise<GatewayAnswer<VersionRead>> => api.requests.ask(serverId, 'test', null);
  const states = async (): Promise<string[]> => {
    const rows = await database.dataSource.query<{ state: string }[]>('SELECT state FROM gateway_requests');
    return rows.map(({ state }) => state);
  };
  const thrown = async (asked: Promise<unknown>): Promise<unknown> =>
    asked.then(
      () => null,
      (error: unknown) => error,
    );

  it('is answered by the holder, and nothing of it is readable at rest', async () => {
    worker = await start('worker');
    const { value, answeredAt, clockOffsetSeconds } = await ask();
    expect(value.version).toBe('V3.1.0.0');
    expect(answeredAt).toBeInstanceOf(Date);
    expect(clockOffsetSeconds).toBe(0);
    const [row] = await database.dataSource.query<{ result_sealed: Buffer }[]>('SELECT * FROM gateway_requests');
    expect(row!.result_sealed.includes('V3.1')).toBe(false);
    expect(await states()).toEqual(['done']);
  }, 30_000);

  it('waits for a holder that comes in time', async () => {
    const asked = ask();
    await waitFor(async () => (await states()).length === 1, 'a row');
    worker = await start('worker');
    expect((await asked).value.version).toBe('V3.1.0.0');
  }, 30_000);

  it('is never done once nobody waits for it any more', async () => {
    apiClock.factor = 15;
    expect(await thrown(ask())).toMatchObject({ code: 'HIKCENTRAL_NOT_ASKED', kind: 'unavailable' });
    expect(await states()).toEqual(['expired']);
    worker = await start('worker');
    apiClock.factor = 1;
    expect((await ask()).value.version).toBe('V3.1.0.0');
    expect((await states()).sort()).toEqual(['done', 'expired']);
  }, 40_000);

  it('is one call for a hundred copies of one request, also of another process', async () => {
    worker = await start('worker');
    await ask();
    const before = versionCalls();
    const other = await start('api');
    let asks = 0;
    const copy = (from: GatewayProcess, bodyHash: string) =>
      runInContext(
        {
          ...systemContext('0'.repeat(32), 'test'),
          idempotency: { scope: 's', key: 'k', bodyHash, status: 200, isTaken: false },
        },
        () => from.requests.ask(serverId, 'test', null, { onAsked: () => void (asks += 1) }),
      );
    const copies = await Promise.all(
      Array.from({ length: 100 }, (_, index) => copy(index % 2 === 0 ? api : other, 'the body')),
    );
    expect(new Set(copies.map(({ answeredAt }) => answeredAt.getTime())).size).toBe(1);
    expect(asks).toBe(1);
    expect(versionCalls() - before).toBe(1);
    expect(await thrown(copy(api, 'another body'))).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  }, 60_000);

  it('tells a refusal by its code, without the words of HikCentral', async () => {
    worker = await start('worker', new SystemClock());
    // The lease begins with a version call of its own; the one that is asked for is the next.
    await waitFor(() => versionCalls() > 0, 'the first version call');
    const msg = `the string to sign of ${simulator.appKey}`;
    simulator.control.faults.add({
      kind: 'refuse',
      path: VERSION.replace('/artemis', ''),
      code: '0x02401003',
      msg,
      httpStatus: 401,
      times: null,
    });
    const error = await thrown(ask());
    expect(error).toBeInstanceOf(GatewayError);
    expect(error).toMatchObject({ code: 'GATEWAY.AUTH_REJECTED', context: { vendorCode: '0x02401003' } });
    expect(JSON.stringify(error)).not.toContain(simulator.appKey);
    expect(await states()).toEqual(['failed']);
  }, 30_000);

  it('is unknown when its holder goes between claim and answer, and is not done again by the next one', async () => {
    const { unitOfWork } = testPlatform(database, new SystemClock());
    const asked = thrown(ask());
    await waitFor(async () => (await states()).length === 1, 'a row');
    const [{ id }] = (await database.dataSource.query<{ id: string }[]>('SELECT id FROM gateway_requests')) as [
      { id: string },
    ];
    // As a holder does that is killed right after it booked its call.
    const claimed = await unitOfWork.run((tx) =>
      api.requestStore.claim(tx, id, { epoch: 1, callId: id, now: new Date() }),
    );
    expect(claimed).toEqual({ params: null });
    const again = await unitOfWork.run((tx) =>
      api.requestStore.claim(tx, id, { epoch: 2, callId: id, now: new Date() }),
    );
    expect(again).toBeNull();
    worker = await start('worker');
    expect(await asked).toBeInstanceOf(HikCentralOutcomeUnknownError);
    expect(await states()).toEqual(['unknown']);
  }, 30_000);

  it('is refused at once where no slot comes in time', async () => {
    worker = await start('worker');
    await ask();
    await database.dataSource.query(
      `INSERT INTO hikcentral_calls (id, server_id, epoch, lane, operation, booked_at, deadline_at, answered_at, outcome, occupies_until)
       SELECT gen_random_uuid(), $1, 1, 'sweep', 'read-version', $2, $2, $2, 'done', $3 FROM generate_series(1, 60)`,
      [serverId, new Date(), new Date(Date.now() + 55_000)],
    );
    await worker.stop();
    started.splice(started.indexOf(worker), 1);
    worker = await start('worker');
    const startedMs = performance.now();
    const error = await thrown(ask());
    expect(error).toBeInstanceOf(HikCentralNotAskedError);
    expect(error).toMatchObject({ isRefused: true });
    expect((error as HikCentralNotAskedError).context['retryAfterSeconds']).toBeGreaterThan(20);
    expect(performance.now() - startedMs).toBeLessThan(15_000);
  }, 40_000);

  it('is told again to whoever asks later, and never taken up then', async () => {
    let id = '';
    const asked = thrown(
      api.requests.ask(serverId, 'test', null, {
        onAsked: (_tx, requestId) => void (id = requestId),
      }),
    );
    await waitFor(() => id !== '', 'the request');
    expect(await thrown(api.requests.recall(id, 'test'))).toMatchObject({ code: 'HIKCENTRAL_NOT_ASKED' });
    expect(await asked).toMatchObject({ code: 'HIKCENTRAL_NOT_ASKED' });
    worker = await start('worker');
    const answer = await api.requests.ask(serverId, 'test', null, {
      onAsked: (_tx, requestId) => void (id = requestId),
    });
    expect(await api.requests.recall(id, 'test')).toEqual(answer);
    expect((await states()).sort()).toEqual(['done', 'expired']);
  }, 30_000);

  it('is not asked where its own record is refused', async () => {
    const refused = new RangeError('not now');
    const onAsked = (): Promise<void> => Promise.reject(refused);
    expect(await thrown(api.requests.ask(serverId, 'test', null, { onAsked }))).toBe(refused);
    expect(await states()).toEqual([]);
  });

  it('of a server that is gone is not there', async () => {
    const error = await thrown(api.requests.ask('0190a0a0-0000-4000-8000-000000000000', 'test', null));
    expect(error).toMatchObject({ code: 'HIKCENTRAL_SERVER_NOT_FOUND' });
    expect(error).not.toBeInstanceOf(GatewayError);
  });

  it('leaves no content after an hour and no row after a day', async () => {
    const { unitOfWork } = testPlatform(database);
    const clock = new ManualClock();
    const addAt = (id: string, at: Date) =>
      unitOfWork.run((tx) =>
        api.requestStore.add(tx, {
          id,
          serverId,
          kind: 'test',
          params: { a: 'b' },
          caller: null,
          askedAt: at,
          expiresAt: new Date(at.getTime() + 20_000),
        }),
      );
    const now = clock.now();
    const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
    await addAt('00000000-0000-4000-8000-000000000001', hoursAgo(25));
    await addAt('00000000-0000-4000-8000-000000000002', hoursAgo(2));
    await addAt('00000000-0000-4000-8000-000000000003', now);
    await unitOfWork.run((tx) => api.requestStore.forget(tx, now));
    const rows = await database.dataSource.query<{ id: string; params_sealed: Buffer | null }[]>(
      'SELECT id, params_sealed FROM gateway_requests ORDER BY id',
    );
    expect(rows.map(({ params_sealed }) => params_sealed !== null)).toEqual([false, true]);
  });
});
