import { type Simulator, startSimulator } from '../../../../../simulator/index.js';
import { listPersons, readVersion } from '../../../../../src/modules/hikcentral-gateway/index.js';
import { SqlCallLedger } from '../../../../../src/modules/hikcentral-gateway/persistence/sql-call-ledger.js';
import { openTestDatabase, type TestDatabase } from '../../../../support/database.js';
import { startGateway, type TestGateway } from '../../../../support/gateway.js';
import { testPlatform } from '../../../../support/platform.js';
import { answerWith, startRawServer } from '../../../../support/raw-server.js';

const LIMITS = { limit: 10, revokeReserve: 2, windowMs: 1_000 };
const EMPTY = { pause: null, clock: null, limit: null, capabilities: null };

describe('what the row of a server remembers', () => {
  let database: TestDatabase;
  let simulator: Simulator;
  let gateways: TestGateway[];

  beforeEach(async () => {
    database = await openTestDatabase();
    simulator = await startSimulator({ limit: { calls: null }, employeeCount: 1 });
    gateways = [];
  });

  afterEach(async () => {
    for (const gateway of gateways) await gateway.stop();
    await simulator.close();
    await database.close();
  });

  async function aGateway(
    server: Pick<Simulator, 'baseUrl' | 'appKey' | 'appSecret'> = simulator,
  ): Promise<TestGateway> {
    const gateway = await startGateway({ database, simulator: server, limits: LIMITS });
    gateways.push(gateway);
    return gateway;
  }

  const memoryOf = ({ serverId }: TestGateway) =>
    testPlatform(database).unitOfWork.read((tx) => new SqlCallLedger().memory(tx, serverId));

  it('is what a session learned: version, abilities and clock, for the next one and for processes without a lease', async () => {
    const first = await aGateway();
    expect(await memoryOf(first)).toEqual(EMPTY);
    await first.send(readVersion());
    await first.send(listPersons({ pageNo: 1 }));
    const told = first.session.capabilities();
    expect(told.version).toBe('V3.1.0.0');
    const { capabilities, clock } = await memoryOf(first);
    expect(capabilities?.findings).toHaveProperty('showsAccessLevels');
    expect(clock).toMatchObject({ isOff: false });
    await first.stop();
    gateways.pop();
    const second = await aGateway();
    expect(second.session.capabilities()).toEqual(told);
  });

  it('is the limit that a server taught, until it is unlearned, beside the configured one', async () => {
    const refusing = answerWith('{"code":"0x02401009"}');
    const server = await startRawServer(answerWith('{"code":"0","data":{"softVersion":"V3.1.0.0"}}'));
    const first = await aGateway(server);
    for (let count = 0; count < 5; count += 1) await first.send(readVersion());
    server.respond = refusing;
    await first.send(readVersion());
    const { limit, pause } = await memoryOf(first);
    expect(limit?.limit).toBe(5);
    expect(pause?.reason).toBe('rate-limited');
    await first.stop();
    gateways.pop();
    const second = await aGateway(server);
    expect(await second.registry.metrics()).toMatch(/hikcentral_limit_effective\{server="[^"]+"\} 5/);
    expect(await second.registry.metrics()).toMatch(/hikcentral_limit_configured\{server="[^"]+"\} 10/);
    await second.stop();
    gateways.pop();
    await server.close();
  });

  it('survives what another version of the program wrote there', async () => {
    const gateway = await aGateway();
    const write = (json: string) =>
      database.dataSource.query('UPDATE hikcentral_servers SET capabilities = $1', [json]);
    await write('{"version":7,"findings":{"showsAccessLevels":"yes","levelsNameDoors":true,"flies":true}}');
    expect((await memoryOf(gateway)).capabilities).toEqual({
      product: null,
      version: null,
      probedAt: null,
      pageSize: 500,
      findings: { levelsNameDoors: true },
    });
    for (const [pageSize, expected] of [
      ['62', 62],
      ['"62"', 500],
      ['19', 500],
      ['501', 500],
      ['62.5', 500],
      ['null', 500],
    ]) {
      await write(`{"pageSize":${pageSize}}`);
      expect((await memoryOf(gateway)).capabilities).toMatchObject({ pageSize: expected });
    }
    await write('[1]');
    expect((await memoryOf(gateway)).capabilities).toBeNull();
  });
});
