import { type Simulator, startSimulator } from '../../../../simulator/index.js';
import { type GatewaySession, readVersion } from '../../../../src/modules/hikcentral-gateway/index.js';
import { type DescribedServer } from '../../../../src/modules/hikcentral-gateway/persistence/server-catalogue.js';
import { SystemClock } from '../../../../src/platform/clock/system-clock.js';
import { type CountingProxy, startCountingProxy } from '../../../support/counting-proxy.js';
import { openTestDatabase, type TestDatabase } from '../../../support/database.js';
import { gatewayProcess, type GatewayProcess } from '../../../support/leased-gateway.js';
import { testPlatform } from '../../../support/platform.js';
import { someSettings } from '../../../support/settings.js';
import { waitFor } from '../../../support/wait-for.js';

interface Access {
  readonly baseUrl: string;
  readonly appKey: string;
  readonly appSecret: string;
}

const LIMITS = { limit: 500, windowMs: 1_000, revokeReserve: 2 } as const;
/** In force within two seconds; the rest is this machine under load. */
const IN_FORCE_MS = 5_000;

describe('servers that change while we run', () => {
  let database: TestDatabase;
  let first: Simulator;
  let second: Simulator;
  let proxy: CountingProxy;
  let started: GatewayProcess[];

  beforeEach(async () => {
    database = await openTestDatabase();
    first = await startSimulator({ limit: { calls: null }, employeeCount: 0 });
    second = await startSimulator({
      limit: { calls: null },
      employeeCount: 0,
      appSecret: 'the first secret',
    });
    proxy = await startCountingProxy(second.baseUrl);
    started = [];
  });

  afterEach(async () => {
    await Promise.all(started.map((one) => one.stop()));
    await proxy.close();
    await Promise.all([first.close(), second.close()]);
    await database.close();
  });

  const accessOf = ({ baseUrl, appKey, appSecret }: Simulator): Access => ({ baseUrl, appKey, appSecret });

  async function start(access: Access): Promise<{ process: GatewayProcess; sessions: GatewaySession[] }> {
    const platform = testPlatform(database, new SystemClock());
    const hikcentral = { ...someSettings().hikcentral, ...access, rateLimitCalls: 500, rateLimitWindowMs: 1_000 };
    const process = gatewayProcess(
      someSettings({ role: 'worker', databaseDirectUrl: database.url, hikcentral }),
      platform,
    );
    const sessions: GatewaySession[] = [];
    process.gateway.onSession({
      name: 'ask-the-version',
      run: async (session) => {
        sessions.push(session);
        while (!session.signal.aborted) {
          await session.call('sweep', () => Promise.resolve(readVersion()));
          await platform.clock.sleep(20, session.signal);
        }
      },
    });
    started.push(process);
    await process.start();
    return { process, sessions };
  }

  const serverIds = async (): Promise<string[]> => {
    const { unitOfWork } = testPlatform(database);
    return (await unitOfWork.read((tx) => started[0]!.gateway.servers(tx))).map(({ id }) => id);
  };

  const sessionsOf = (sessions: GatewaySession[], id: string): GatewaySession[] =>
    sessions.filter(({ serverId }) => serverId === id);

  const ID = '0190a0a0-0000-4000-8000-0000000000aa';
  const described = (): DescribedServer => ({
    id: ID,
    isFromSettings: false,
    name: 'Second',
    baseUrl: proxy.baseUrl,
    appKey: second.appKey,
    caPem: null,
    ...LIMITS,
  });

  async function changed(
    process: GatewayProcess,
    change: (
      catalogue: GatewayProcess['catalogue'],
      tx: Parameters<GatewayProcess['catalogue']['lock']>[0],
    ) => Promise<void>,
  ): Promise<void> {
    const { unitOfWork } = testPlatform(database, new SystemClock());
    await unitOfWork.run(async (tx) => {
      await process.catalogue.lock(tx);
      await change(process.catalogue, tx);
      await process.notices.announce(tx, 'servers', ID);
    });
  }

  const answers = (simulator: Simulator): (string | null)[] =>
    simulator.control.arrivals().map(({ answerCode }) => answerCode);

  it('is another server with another base URL: a row, a window and an organisation of its own', async () => {
    const one = await start(accessOf(first));
    await waitFor(() => first.control.arrivals().length > 2, 'calls to the first');
    const [before] = await serverIds();
    const { unitOfWork } = testPlatform(database);
    await unitOfWork.run((tx) => one.process.gateway.rememberOrganisation(tx, before!, '7'));

    const two = await start(accessOf(second));
    const [after, ...others] = await serverIds();
    expect(others).toEqual([]);
    expect(after).not.toBe(before);
    await waitFor(() => two.sessions.length + sessionsOf(one.sessions, after!).length > 0, 'a session of the second');
    await waitFor(() => second.control.arrivals().length > 0, 'calls to the second');
    const [server] = await unitOfWork.read((tx) => two.process.gateway.servers(tx));
    expect(server).toMatchObject({ id: after, organisationId: null });
    const calls = await database.dataSource.query<{ server_id: string }[]>(
      "SELECT DISTINCT server_id FROM hikcentral_calls WHERE booked_at > (SELECT created_at FROM hikcentral_servers WHERE id = $1) + interval '3 seconds'",
      [after],
    );
    expect(calls.map(({ server_id }) => server_id)).not.toContain(before);
    // The process with the settings of before leaves its server too: it is spoken to no more.
    await waitFor(() => sessionsOf(one.sessions, before!).every(({ signal }) => signal.aborted), 'end of the first');
    const quiet = first.control.arrivals().length;
    await new SystemClock().sleep(500);
    expect(first.control.arrivals().length).toBe(quiet);

    // Back again it is the one it was.
    await two.process.stop();
    await start(accessOf(first));
    expect(await serverIds()).toEqual([before]);
    const [again] = await unitOfWork.read((tx) => two.process.gateway.servers(tx));
    expect(again?.organisationId).toBe('7');
  }, 60_000);

  it('is added, given other credentials and removed; no socket of an ended session stays open', async () => {
    const { process, sessions } = await start(accessOf(first));
    const now = new Date();
    await changed(process, (catalogue, tx) => catalogue.add(tx, ID, described(), 'wrong', now));
    await waitFor(() => answers(second).includes('0x02401003'), 'a refused signature', IN_FORCE_MS);
    expect(sessionsOf(sessions, ID)).toHaveLength(1);

    // A refusal is waited out for half a minute; other credentials end that at once.
    await changed(process, (catalogue, tx) =>
      catalogue.change(tx, described(), described(), 'the first secret', new Date()),
    );
    await waitFor(() => answers(second).includes('0'), 'an accepted signature', IN_FORCE_MS);
    expect(sessionsOf(sessions, ID)[0]!.signal.aborted).toBe(true);
    expect(sessionsOf(sessions, ID)).toHaveLength(2);
    const since = answers(second).indexOf('0');
    expect(answers(second).slice(since).includes('0x02401003')).toBe(false);
    expect(proxy.open()).toBeGreaterThan(0);
    expect(proxy.made()).toBeGreaterThan(proxy.open());

    await changed(process, (catalogue, tx) => catalogue.remove(tx, described(), new Date()));
    await waitFor(() => proxy.open() === 0, 'closed sockets', IN_FORCE_MS);
    expect(sessionsOf(sessions, ID)[1]!.signal.aborted).toBe(true);
    const quiet = second.control.arrivals().length;
    await new SystemClock().sleep(500);
    expect(second.control.arrivals().length).toBe(quiet);
    // The other server never noticed.
    expect(sessions.filter(({ serverId }) => serverId !== ID)).toHaveLength(1);
  }, 60_000);

  it('from the commit of a change on books no call as it was, whoever holds the lease and hears of it', async () => {
    const { process } = await start(accessOf(first));
    await changed(process, (catalogue, tx) => catalogue.add(tx, ID, described(), 'the first secret', new Date()));
    await waitFor(() => answers(second).includes('0'), 'calls', IN_FORCE_MS);
    const [lease] = await database.dataSource.query<{ epoch: string }[]>(
      'SELECT epoch FROM hikcentral_leases WHERE lease_key LIKE $1',
      [`${proxy.baseUrl}%`],
    );
    const { unitOfWork } = testPlatform(database);
    // Without a notice, so that only the commit tells.
    await unitOfWork.run((tx) => process.catalogue.remove(tx, described(), new Date()));
    const booked = () =>
      database.dataSource.query<unknown[]>('SELECT 1 FROM hikcentral_calls WHERE server_id = $1', [ID]);
    const before = (await booked()).length;
    await new SystemClock().sleep(1_000);
    expect(await booked()).toHaveLength(before);
    expect(Number(lease!.epoch)).toBe(1);
    await waitFor(() => proxy.open() === 0, 'closed sockets', IN_FORCE_MS);
  }, 60_000);

  it('closes every socket when it stops, and when its lease is lost', async () => {
    const { process, sessions } = await start({ ...accessOf(second), baseUrl: proxy.baseUrl });
    await waitFor(() => proxy.open() > 0, 'sockets');
    const madeBefore = proxy.made();
    await database.dataSource.query('UPDATE hikcentral_leases SET epoch = epoch + 1');
    await waitFor(() => sessions.length === 2, 'the next session');
    await waitFor(() => proxy.made() > madeBefore, 'new sockets');
    expect(sessions[0]!.signal.aborted).toBe(true);
    await process.stop();
    await waitFor(() => proxy.open() === 0, 'closed sockets', 1_000);
  }, 60_000);
});
