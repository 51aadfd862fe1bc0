import { type Simulator, startSimulator } from '../../../simulator/index.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { freePort } from '../../support/free-port.js';
import { environmentFor } from '../../support/vestibule.js';
import { VestibuleProcess } from '../../support/vestibule-process.js';
import { waitFor } from '../../support/wait-for.js';

const HAND_OVER_MS = 10_000;
/** Long enough for a continued process to do what it would do. */
const WATCH_MS = 5_000;

interface Lease {
  readonly epoch: number;
  readonly pid: number;
}

describe('one process speaks to HikCentral, whatever becomes of it', () => {
  let database: TestDatabase;
  let simulator: Simulator;
  let processes: VestibuleProcess[];
  let stoppedPid: number | null;

  beforeEach(async () => {
    database = await openTestDatabase();
    simulator = await startSimulator({ limit: { calls: null }, employeeCount: 0 });
    stoppedPid = null;
    const environment = { ...environmentFor(database.url, simulator), ADMIN_EMAIL: 'admin@example.com' };
    processes = [
      await VestibuleProcess.start(environment, await freePort()),
      await VestibuleProcess.start(environment, await freePort()),
    ];
    await waitFor(() => simulator.control.arrivals().length > 3, 'calls');
  }, 90_000);

  afterEach(async () => {
    if (stoppedPid !== null) process.kill(stoppedPid, 'SIGCONT');
    await Promise.all(processes.map((one) => one.kill()));
    await simulator.close();
    await database.close();
  });

  async function lease(): Promise<Lease> {
    const [row] = await database.dataSource.query<{ epoch: string; holder: string }[]>(
      'SELECT * FROM hikcentral_leases',
    );
    return { epoch: Number(row!.epoch), pid: Number(row!.holder.split(':').at(-1)) };
  }

  const callsOf = async (epoch: number): Promise<number> =>
    (await database.dataSource.query<unknown[]>('SELECT 1 FROM hikcentral_calls WHERE epoch = $1', [epoch])).length;

  const nextHolder = (before: Lease): Promise<void> =>
    waitFor(async () => (await lease()).epoch > before.epoch, 'the next holder', HAND_OVER_MS);

  it('killed: another has the lease within ten seconds and speaks', async () => {
    const before = await lease();
    process.kill(before.pid, 'SIGKILL');
    await nextHolder(before);
    const after = await lease();
    expect(after.pid).not.toBe(before.pid);
    await waitFor(async () => (await callsOf(after.epoch)) > 0, 'calls of the next', 30_000);
  }, 60_000);

  it('paused past its lease: another takes over, and it sends nothing when it goes on', async () => {
    const before = await lease();
    process.kill(before.pid, 'SIGSTOP');
    stoppedPid = before.pid;
    const booked = await callsOf(before.epoch);
    await nextHolder(before);
    const { epoch } = await lease();
    await waitFor(async () => (await callsOf(epoch)) > 0, 'calls of the next', 30_000);

    const arrivedBefore = simulator.control.arrivals().length;
    const bookedByNextBefore = await callsOf(epoch);
    process.kill(before.pid, 'SIGCONT');
    stoppedPid = null;
    await new Promise((resolve) => setTimeout(resolve, WATCH_MS));
    const arrived = simulator.control.arrivals().length - arrivedBefore;
    const bookedByNext = (await callsOf(epoch)) - bookedByNextBefore;
    // Each arrival has a row of the next holder's; one call of its may be between the two counts.
    expect(arrived).toBeGreaterThan(0);
    expect(arrived).toBeLessThanOrEqual(bookedByNext + 1);
    expect(await callsOf(before.epoch)).toBe(booked);
    expect((await lease()).epoch).toBe(epoch);
  }, 90_000);
});
