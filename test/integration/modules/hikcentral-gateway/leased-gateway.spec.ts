import { type Simulator, startSimulator } from '../../../../simulator/index.js';
import { type GatewaySession, readVersion } from '../../../../src/modules/hikcentral-gateway/index.js';
import { HikCentralHealth } from '../../../../src/modules/hikcentral-gateway/hikcentral.health.js';
import { SqlCallLedger } from '../../../../src/modules/hikcentral-gateway/persistence/sql-call-ledger.js';
import { SqlServerStore } from '../../../../src/modules/hikcentral-gateway/persistence/sql-server-store.js';
import { SystemClock } from '../../../../src/platform/clock/system-clock.js';
import { openTestDatabase, type TestDatabase } from '../../../support/database.js';
import { gatewayProcess, type GatewayProcess } from '../../../support/leased-gateway.js';
import { testPlatform } from '../../../support/platform.js';
import { someSettings } from '../../../support/settings.js';
import { waitFor } from '../../../support/wait-for.js';

interface Instance extends GatewayProcess {
  readonly sessions: GatewaySession[];
}

describe('the gateway of a process', () => {
  let database: TestDatabase;
  let simulator: Simulator;
  let started: GatewayProcess[];

  beforeEach(async () => {
    database = await openTestDatabase();
    simulator = await startSimulator({ limit: { calls: null }, employeeCount: 0 });
    started = [];
  });

  afterEach(async () => {
    await Promise.all(started.map((one) => one.stop()));
    await simulator.close();
    await database.close();
  });

  function anInstance(role: 'worker' | 'api' = 'worker'): Instance {
    const platform = testPlatform(database, new SystemClock());
    const { hikcentral } = someSettings();
    const { baseUrl, appKey, appSecret } = simulator;
    const settings = someSettings({
      role,
      databaseDirectUrl: database.url,
      hikcentral: { ...hikcentral, baseUrl, appKey, appSecret, rateLimitCalls: 50, rateLimitWindowMs: 1_000 },
    });
    const instance = gatewayProcess(settings, platform);
    const sessions: GatewaySession[] = [];
    instance.gateway.onSession({
      name: 'ask-the-version',
      run: async (session) => {
        sessions.push(session);
        while (!session.signal.aborted) {
          await session.call('sweep', () => Promise.resolve(readVersion()));
          await platform.clock.sleep(20, session.signal);
        }
      },
    });
    return { ...instance, sessions };
  }

  async function start(instance: Instance): Promise<Instance> {
    started.push(instance);
    await instance.start();
    return instance;
  }

  it('lets one of two processes speak, and the other when the first stops', async () => {
    const [one, other] = [await start(anInstance()), await start(anInstance())];
    await waitFor(() => one.sessions.length + other.sessions.length === 1, 'a session');
    await waitFor(() => simulator.control.arrivals().length > 3, 'calls');
    expect(one.sessions.length + other.sessions.length).toBe(1);
    const [holder, candidate] = one.sessions.length === 1 ? [one, other] : [other, one];

    await holder.stop();
    expect(holder.sessions[0]!.signal.aborted).toBe(true);
    await waitFor(() => candidate.sessions.length === 1, 'hand-over');
    expect(candidate.sessions[0]!.epoch).toBe(holder.sessions[0]!.epoch + 1);
    const epochs = () =>
      database.dataSource.query<{ first: Date; last: Date }[]>(
        'SELECT min(booked_at) AS first, max(booked_at) AS last FROM hikcentral_calls GROUP BY epoch ORDER BY epoch',
      );
    await waitFor(async () => (await epochs()).length === 2, 'calls of the other');
    const [before, after] = await epochs();
    expect(before!.last.getTime()).toBeLessThanOrEqual(after!.first.getTime());
  });

  it('starts a runner again that failed, logs it once, and lets its neighbours run', async () => {
    const instance = anInstance();
    let runs = 0;
    instance.gateway.onSession({
      name: 'broken',
      run: () => {
        runs += 1;
        return Promise.reject(new Error('broken'));
      },
    });
    await start(instance);
    await waitFor(() => runs === 2, 'second run');
    expect(instance.logger.lines.filter(({ event }) => event === 'session runner failed')).toHaveLength(1);
    expect(instance.sessions).toHaveLength(1);
    expect(instance.sessions[0]!.signal.aborted).toBe(false);
  }, 30_000);

  it('knows its server, with a sealed secret, and tells what is used of its budget', async () => {
    const { gateway } = await start(anInstance('api'));
    const { unitOfWork } = testPlatform(database);
    const [server] = await unitOfWork.read((tx) => gateway.servers(tx));
    expect(server).toMatchObject({ baseUrl: simulator.baseUrl, organisationId: null });
    await unitOfWork.run((tx) => gateway.rememberOrganisation(tx, server!.id, '7'));
    expect((await unitOfWork.read((tx) => gateway.servers(tx)))[0]!.organisationId).toBe('7');
    expect(await unitOfWork.read((tx) => gateway.budgets(tx))).toEqual([
      {
        serverId: server!.id,
        limit: 50,
        effectiveLimit: 50,
        windowMs: 1_000,
        revokeReserve: 2,
        usedInWindow: 0,
        pausedUntil: null,
      },
    ]);
    const rows = await database.dataSource.query<{ app_secret_sealed: Buffer }[]>('SELECT * FROM hikcentral_servers');
    expect(rows).toHaveLength(1);
    expect(rows[0]!.app_secret_sealed.includes(simulator.appSecret)).toBe(false);
    expect(simulator.control.arrivals()).toHaveLength(0);
  });

  it('is degraded in every process while a clock differs', async () => {
    await start(anInstance('api'));
    const { vault, random, unitOfWork, clock } = testPlatform(database, new SystemClock());
    const store = new SqlServerStore(vault, random);
    const health = new HikCentralHealth(unitOfWork, store, clock);
    const seesClock = (isOff: boolean): Promise<void> =>
      unitOfWork.run(async (tx) => {
        const [server] = await store.servers(tx);
        await new SqlCallLedger().remember(tx, server!.id, { clock: { isOff, offsetMs: isOff ? 60_000 : 0 } });
      });
    expect(await health.degradedReason()).toBeNull();
    await seesClock(true);
    expect(await health.degradedReason()).toBe('clock-differs');
    await seesClock(false);
    expect(await health.degradedReason()).toBeNull();
  });

  it('is one server for two processes that start together', async () => {
    await Promise.all([start(anInstance('api')), start(anInstance('api')), start(anInstance('api'))]);
    expect(await database.dataSource.query('SELECT 1 FROM hikcentral_servers')).toHaveLength(1);
    const { vault, random, unitOfWork } = testPlatform(database);
    const [access] = await unitOfWork.read((tx) => new SqlServerStore(vault, random).accesses(tx));
    expect(access?.appSecret).toBe(simulator.appSecret);
  });

  it('refuses a second runner of one name', () => {
    const { gateway } = anInstance();
    const runner = { name: 'ask-the-version', run: () => Promise.resolve() };
    expect(() => gateway.onSession(runner)).toThrow(/ask-the-version/);
  });
});
