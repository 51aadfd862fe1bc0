import { type Simulator, startSimulator } from '../../../simulator/index.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { freePort } from '../../support/free-port.js';
import { environmentFor } from '../../support/vestibule.js';
import { VestibuleProcess } from '../../support/vestibule-process.js';
import { announce, putPhoto } from '../../support/visit-steps.js';
import { waitFor } from '../../support/wait-for.js';

const ADD_PERSON = '/artemis/api/resource/v1/person/single/add';
const SECRET = 'S3cretOfTheSecondServer';
const WRONG_SECRET = 'An0therSecretAltogether';

interface Answer {
  readonly id: string;
  readonly verdict: string;
  readonly version: string | null;
  readonly code: string;
}

describe('processes that answer and processes that work', () => {
  let database: TestDatabase;
  let simulator: Simulator;
  let second: Simulator;
  let processes: VestibuleProcess[];

  beforeEach(async () => {
    database = await openTestDatabase();
    simulator = await startSimulator({ limit: { calls: null }, employeeCount: 0 });
    second = await startSimulator({ limit: { calls: null }, employeeCount: 0, appSecret: SECRET });
    processes = [];
  }, 60_000);

  afterEach(async () => {
    await Promise.all(processes.map((one) => one.kill()));
    await simulator.close();
    await second.close();
    await database.close();
  });

  async function start(role: 'api' | 'worker' | 'all'): Promise<VestibuleProcess> {
    const environment = { ...environmentFor(database.url, simulator), ROLE: role };
    const process = await VestibuleProcess.start(environment, await freePort());
    processes.push(process);
    return process;
  }

  it('an api process asks through a worker, and neither writes a secret down', async () => {
    const worker = await start('worker');
    const { api, said } = await start('api');
    const added = await api.post<Answer>('/hikcentral-servers', {
      name: 'Second',
      baseUrl: second.baseUrl,
      appKey: second.appKey,
      appSecret: WRONG_SECRET,
    });
    const path = `/hikcentral-servers/${added.body.id}`;
    expect((await api.post<Answer>(`${path}/test`)).body.verdict).toMatch(/signature_refused|paused_refused/);
    expect((await api.patch(path, { appSecret: SECRET })).status).toBe(200);
    expect((await api.post<Answer>(`${path}/test`)).body).toMatchObject({ verdict: 'ok', version: 'V3.1.0.0' });
    expect((await api.patch(path, { appSecret: `${SECRET}\r\n${'x'.repeat(300)}` })).status).toBe(400);
    const holders = await database.dataSource.query<{ holder: string }[]>(
      'SELECT DISTINCT holder FROM hikcentral_leases',
    );
    expect(holders).toHaveLength(1);
    await worker.kill('SIGTERM');
    const unanswered = await api.post<Answer>(`${path}/test`);
    expect([unanswered.status, unanswered.body.code]).toEqual([503, 'HIKCENTRAL_NOT_ASKED']);
    const rows = await database.dataSource.query<{ text: string }[]>(
      'SELECT a::text AS text FROM audit_log a UNION ALL SELECT g::text FROM gateway_requests g UNION ALL SELECT s::text FROM hikcentral_servers s',
    );
    const written = [worker.said(), said(), ...rows.map(({ text }) => text)].join('\n');
    expect(written).toContain('hikcentral lease taken');
    for (const secret of [SECRET, WRONG_SECRET, simulator.appSecret]) {
      expect(written.includes(secret)).toBe(false);
      expect(written.includes(Buffer.from(secret).toString('hex'))).toBe(false);
    }
  }, 120_000);

  it('a new holder gives nothing before the calls of the one before have met their deadlines', async () => {
    const first = await start('all');
    simulator.control.faults.add({ kind: 'hang', path: ADD_PERSON, phase: 'before' });
    const visit = await announce(first.api);
    await putPhoto(first.api, visit.id);
    await waitFor(
      () => simulator.control.arrivals().some(({ path }) => path === ADD_PERSON),
      'a call that hangs',
      20_000,
    );
    await first.kill();
    simulator.control.faults.clear();
    await start('all');
    const given = async () =>
      database.dataSource.query<{ booked_at: Date; deadline_at: Date }[]>(
        `SELECT booked_at, (SELECT max(deadline_at) FROM hikcentral_calls WHERE epoch = 1 AND outcome IS NULL) AS deadline_at
           FROM hikcentral_calls WHERE epoch > 1 AND lane IN ('provision-soon', 'provision') ORDER BY booked_at`,
      );
    await waitFor(async () => (await given()).length > 0, 'giving again', 60_000);
    const [call] = await given();
    expect(call!.deadline_at).not.toBeNull();
    expect(call!.booked_at.getTime()).toBeGreaterThanOrEqual(call!.deadline_at.getTime());
    // What needs not wait did not: passages were read meanwhile.
    const early = await database.dataSource.query<unknown[]>(
      "SELECT 1 FROM hikcentral_calls WHERE epoch > 1 AND lane = 'passages' AND booked_at < $1",
      [call!.deadline_at],
    );
    expect(early.length).toBeGreaterThan(0);
  }, 120_000);
});
