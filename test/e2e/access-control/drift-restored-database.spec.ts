import { Client } from 'pg';
import { startSimulator, type Simulator } from '../../../simulator/index.js';
import { start, type RunningVestibule } from '../../../src/boot/start.js';
import { ApiCaller } from '../../support/api-caller.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { ADMIN, environmentFor } from '../../support/vestibule.js';
import { untilAccess } from '../../support/visit-steps.js';
import { waitFor } from '../../support/wait-for.js';
import { checkDrift, type DriftCheckBody, grantOne, heldBy, NOTHING_FOUND } from './support/drift-steps.js';

const SCHEDULE_SECONDS = 5;

describe('a database that was restored from an older backup', () => {
  let database: TestDatabase;
  let simulator: Simulator;
  let running: RunningVestibule | null = null;
  let backupUrl: string;

  beforeAll(async () => {
    database = await openTestDatabase();
    simulator = await startSimulator({ limit: { calls: null }, applyDelayMs: 50, employeeCount: 30 });
  });

  afterAll(async () => {
    await running?.stop();
    await simulator.close();
    await database.close();
    await onServer(`DROP DATABASE IF EXISTS ${nameOf(backupUrl)} WITH (FORCE)`);
  });

  const nameOf = (url: string) => new URL(url).pathname.slice(1);

  async function onServer(sql: string): Promise<void> {
    const url = new URL(database.url);
    url.pathname = '/postgres';
    const client = new Client({ connectionString: url.href });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }

  async function startOn(url: string, driftCheckSeconds: number): Promise<ApiCaller> {
    running = await start({ ...environmentFor(url, simulator), DRIFT_CHECK_SECONDS: String(driftCheckSeconds) });
    return ApiCaller.login(running.baseUrl, ADMIN.email, ADMIN.password);
  }

  it('leaves, one check later, only those with access whose visit is valid now', async () => {
    let api = await startOn(database.url, SCHEDULE_SECONDS);
    const staying = await grantOne(api, { guest: { fullName: 'Asa Ost' } });
    const ending = await grantOne(api, {
      guest: { fullName: 'Bo Ek' },
      validTo: new Date(Date.now() + 25_000).toISOString(),
    });
    await waitFor(async () => {
      const { body } = await api.get<{ items: DriftCheckBody[] }>('/drift-checks');
      return body.items.some(({ status }) => status === 'completed');
    }, 'a check of the schedule');
    await running?.stop();

    backupUrl = `${database.url}_backup`;
    await database.dataSource.destroy();
    await onServer(`CREATE DATABASE ${nameOf(backupUrl)} TEMPLATE ${nameOf(database.url)}`);

    await database.dataSource.initialize();
    api = await startOn(database.url, 900);
    const later = await grantOne(api, { guest: { fullName: 'Cia Ask' }, accessLevelIds: ['2'] });
    const [stayingCode, laterCode] = [staying, later].map(({ access }) => access.personCode!);
    await api.post(`/visits/${ending.id}/cancel`);
    await untilAccess(api, ending.id, 'revoked');
    simulator.control.edits.addMember('3', { personCode: ending.access.personCode! });
    await running?.stop();
    expect(heldBy(simulator)).toContain(laterCode);

    api = await startOn(backupUrl, SCHEDULE_SECONDS);
    await waitFor(() => heldBy(simulator).join() === stayingCode, 'only the valid visit to be held', 60_000);
    await untilAccess(api, staying.id, 'granted');
    await waitFor(() => simulator.control.whereabouts(laterCode!).person === null, 'the unknown guest to be gone');
    expect(await checkDrift(api)).toMatchObject(NOTHING_FOUND);
  }, 180_000);
});
