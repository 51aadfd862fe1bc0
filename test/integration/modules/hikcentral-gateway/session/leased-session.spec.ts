import { type Simulator, startSimulator } from '../../../../../simulator/index.js';
import { addPerson, listDoors, readVersion } from '../../../../../src/modules/hikcentral-gateway/index.js';
import { openTestDatabase, type TestDatabase } from '../../../../support/database.js';
import { startGateway, type StartGatewayOptions, type TestGateway } from '../../../../support/gateway.js';
import { answerWith, type RawServer, startRawServer } from '../../../../support/raw-server.js';
import { waitFor } from '../../../../support/wait-for.js';

const LIMITS = { limit: 10, revokeReserve: 2, windowMs: 1_000 };
const send = () => Promise.resolve(readVersion());
const SECRET_MSG = 'POST application/json 21830457 echo';

describe('a session on a real database', () => {
  let database: TestDatabase;
  let simulator: Simulator;
  let gateways: TestGateway[];

  beforeEach(async () => {
    database = await openTestDatabase();
    simulator = await startSimulator({ limit: { calls: LIMITS.limit, windowMs: LIMITS.windowMs }, employeeCount: 0 });
    gateways = [];
  });

  afterEach(async () => {
    for (const gateway of gateways) await gateway.stop();
    await simulator.close();
    await database.close();
  });

  async function gatewayTo(
    server: StartGatewayOptions['simulator'],
    options: Partial<StartGatewayOptions> = {},
  ): Promise<TestGateway> {
    const gateway = await startGateway({ database, simulator: server, limits: LIMITS, ...options });
    gateways.push(gateway);
    return gateway;
  }

  function ledger(): Promise<{ operation: string; outcome: string | null; vendor_code: string | null }[]> {
    return database.dataSource.query(
      'SELECT operation, outcome, vendor_code FROM hikcentral_calls ORDER BY booked_at, id',
    );
  }

  it('never goes over the limit of HikCentral, and uses what there is', async () => {
    const { session } = await gatewayTo(simulator);
    const calls = Array.from({ length: 30 }, () => session.call('provision', send));
    const kinds = (await Promise.all(calls)).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['done']));
    expect(simulator.control.maxCallsInAnyWindow(LIMITS.windowMs)).toBeLessThanOrEqual(8);
  });

  it('keeps the budget over a restart: the next session sees the ledger', async () => {
    const first = await gatewayTo(simulator);
    await Promise.all(Array.from({ length: 8 }, () => first.session.call('provision', send)));
    await first.stop();
    gateways.pop();
    const second = await gatewayTo(simulator);
    const { nextSlotAt } = { nextSlotAt: second.session.nextSlotAt('provision') };
    expect(nextSlotAt.getTime()).toBeGreaterThan(Date.now());
    await Promise.all(Array.from({ length: 8 }, () => second.session.call('provision', send)));
    expect(simulator.control.arrivals()).toHaveLength(16);
    expect(simulator.control.maxCallsInAnyWindow(LIMITS.windowMs)).toBeLessThanOrEqual(8);
  });

  it('writes a call down before it is sent, with what its chooser wrote', async () => {
    const { session } = await gatewayTo(simulator);
    const seen: unknown[] = [];
    const outcome = await session.call('revoke', async (tx, callId) => {
      seen.push(await tx.query('SELECT id FROM hikcentral_calls WHERE id = $1', [callId]));
      await tx.query('CREATE TABLE chosen (call_id uuid)');
      await tx.query('INSERT INTO chosen VALUES ($1)', [callId]);
      return readVersion();
    });
    expect(seen).toEqual([[]]);
    expect(outcome.kind).toBe('done');
    const [row] = await database.dataSource.query<{ call_id: string }[]>('SELECT call_id FROM chosen');
    expect(outcome).toMatchObject({ callId: row!.call_id });
    expect(await ledger()).toEqual([{ operation: 'read-version', outcome: 'done', vendor_code: '0' }]);
  });

  it('refuses an old epoch at the booking, and at the socket', async () => {
    const old = await gatewayTo(simulator);
    await gatewayTo(simulator);
    expect(await old.session.call('revoke', send)).toMatchObject({ kind: 'not-sent' });
    expect(old.session.signal.aborted).toBe(true);

    const losing = await gatewayTo(simulator);
    const outcome = await losing.session.call('revoke', () => {
      losing.loseLease();
      return send();
    });
    expect(outcome).toMatchObject({ kind: 'not-sent', error: { code: 'GATEWAY.NOT_SENT' } });
    expect(simulator.control.arrivals()).toHaveLength(0);
    expect((await ledger()).map((row) => row.outcome)).toEqual(['not-sent']);
  });

  it.each(['429', '200'] as const)('obeys a refusal for too many calls, told as %s', async (style) => {
    simulator.control.setLimit({ calls: 1, windowMs: 1_000, style });
    const { session, logger } = await gatewayTo(simulator);
    await session.call('provision', send);
    const refused = await session.call('provision', send);
    expect(refused).toMatchObject({ kind: 'refused', error: { code: 'GATEWAY.RATE_LIMITED' } });
    expect(session.isPaused()).toBe(true);
    const next = await session.call('revoke', send);
    expect(next.kind).toBe('done');
    const atMs = simulator.control.arrivals().map((arrival) => arrival.atMs);
    expect(atMs[2]! - atMs[1]!).toBeGreaterThanOrEqual(990);
    expect(logger.lines.filter(({ event }) => event === 'hikcentral call failed')).toHaveLength(1);
  });

  it('says "unknown" when the answer was lost, although the person is there', async () => {
    const { session } = await gatewayTo(simulator);
    simulator.control.faults.add({ kind: 'lose-answer', path: '/api/resource/v1/person/single/add', times: 1 });
    const organisationId = simulator.control.snapshot().organisations[0]!.orgIndexCode;
    const outcome = await session.call('provision', () =>
      Promise.resolve(
        addPerson({
          personCode: 'LOST1',
          fullName: 'Asa Ost',
          organisationId,
          phone: null,
          email: null,
          validity: { beginsAt: new Date(), endsAt: new Date(Date.now() + 60_000) },
          faceJpeg: null,
        }),
      ),
    );
    expect(outcome).toMatchObject({ kind: 'unknown', error: { code: 'GATEWAY.UNREACHABLE' } });
    expect(simulator.control.personByCode('LOST1')).toBeDefined();
    expect(await ledger()).toEqual([{ operation: 'add-person', outcome: 'unknown', vendor_code: null }]);
  });

  it('ends a call that drips at its deadline, and counts it until a window later', async () => {
    const server = await startRawServer((_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    });
    const { session } = await gatewayTo(server, { timeoutMs: 300 });
    const outcome = await session.call('passages', () => Promise.resolve(listDoors(1)));
    expect(outcome).toMatchObject({ kind: 'unknown', error: { code: 'GATEWAY.TIMEOUT' } });
    expect(await ledger()).toEqual([{ operation: 'list-doors', outcome: 'unknown', vendor_code: null }]);
    await server.close();
  });

  it('has a row for every arrival and keeps the limit when connections break under reads', async () => {
    const arrivals: number[] = [];
    const server = await startRawServer((request, response) => {
      arrivals.push(performance.now());
      if (arrivals.length % 2 === 0) response.destroy();
      else answerWith('{"code":"0","data":{"softVersion":"V3"}}')(request, response);
    });
    const { session } = await gatewayTo(server);
    for (let count = 0; count < 12; count += 1) await session.call('passages', send);
    await server.close();
    expect(arrivals.length).toBeGreaterThan(12);
    expect(await ledger()).toHaveLength(arrivals.length);
    const fullest = Math.max(
      ...arrivals.map((end) => arrivals.filter((at) => at <= end && at > end - LIMITS.windowMs).length),
    );
    expect(fullest).toBeLessThanOrEqual(LIMITS.limit - LIMITS.revokeReserve);
  }, 30_000);

  describe('before a server that says odd things', () => {
    let server: RawServer;

    beforeEach(async () => {
      server = await startRawServer(answerWith('<html>welcome</html>'));
    });

    afterEach(() => server.close());

    it.each([
      ['HTML', '<html>welcome</html>'],
      ['half an answer', '{"code":"0","data":{"softVersion"'],
      ['a prototype', '{"__proto__":{"code":"0"},"data":{"softVersion":"V3"}}'],
      ['an abyss', `{"code":"0","data":${'{"a":'.repeat(10_000)}`],
    ])('%s is no answer', async (_name, body) => {
      server.respond = answerWith(body);
      const { session } = await gatewayTo(server);
      const outcome = await session.call('provision', send);
      expect(outcome).toMatchObject({ kind: 'unknown', error: { code: 'GATEWAY.UNEXPECTED_RESPONSE' } });
    });

    it('never lets its message into log, ledger or error', async () => {
      server.respond = answerWith(`{"code":"2","msg":"${SECRET_MSG}"}`);
      const { session, logger } = await gatewayTo(server);
      const outcome = await session.call('provision', send);
      expect(outcome).toMatchObject({ kind: 'refused', error: { context: { vendorCode: '2' } } });
      expect(JSON.stringify([outcome, logger.lines, await ledger()])).not.toContain('echo');
      expect(logger.lines).toHaveLength(1);
    });

    it('leaves it alone after five failures and counts what happened', async () => {
      const { session, registry } = await gatewayTo(server);
      for (let index = 0; index < 5; index += 1) await session.call('provision', send);
      expect(session.isPaused()).toBe(true);
      await waitFor(async () => {
        const [row] = await database.dataSource.query<{ pause_reason: string | null }[]>(
          'SELECT pause_reason FROM hikcentral_servers',
        );
        return row?.pause_reason === 'outage';
      });
      const metrics = await registry.metrics();
      expect(metrics).toContain('hikcentral_calls_total{operation="read-version",outcome="unknown"} 5');
      expect(metrics).toMatch(/hikcentral_breaker_open\{server="[^"]+"\} 1/);
      expect(server.received).toHaveLength(5);
    });
  });
});
