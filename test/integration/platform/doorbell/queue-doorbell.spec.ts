import { type TestingModule } from '@nestjs/testing';
import { Registry } from 'prom-client';
import { type Settings } from '../../../../src/config/settings.js';
import { Doorbell } from '../../../../src/platform/doorbell/doorbell.js';
import { type QueueDoorbell } from '../../../../src/platform/doorbell/queue-doorbell.js';
import { openTestDatabase, type TestDatabase } from '../../../support/database.js';
import { openPlatformApp } from '../../../support/platform-app.js';
import { hasRedis, openRedis, type TestRedis } from '../../../support/redis-server.js';
import { waitFor } from '../../../support/wait-for.js';

const BELL = 'access-control.reconcile';

/** Longer than any ring takes to arrive, to see that nothing more comes. */
const QUIET_MS = 400;
const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, QUIET_MS));

/** A process of the installation, and how often its loop was woken. */
interface Process {
  readonly app: TestingModule;
  readonly doorbell: QueueDoorbell;
  wakes: number;
}

const STORES = hasRedis() ? ['PostgreSQL', 'Redis'] : ['PostgreSQL'];

describe.each(STORES)('doorbell over queues on %s', (store) => {
  let database: TestDatabase;
  let redis: TestRedis | null = null;
  let processes: Process[] = [];

  beforeAll(async () => {
    if (store === 'Redis') redis = await openRedis();
  });

  afterAll(() => redis?.stop());

  beforeEach(async () => {
    database = await openTestDatabase();
    await redis?.empty();
  });

  afterEach(async () => {
    await Promise.all(processes.map(({ app }) => app.close()));
    processes = [];
    await database.close();
  });

  const open = async (role: Settings['role']): Promise<Process> => {
    let started: Process | null = null;
    let wakes = 0;
    const app = await openPlatformApp({
      databaseUrl: database.url,
      settings: { role, redisUrl: redis?.url ?? null },
      providers: [
        {
          provide: 'answerer',
          useFactory: (doorbell: Doorbell) => {
            doorbell.answer(BELL, () => (started === null ? (wakes += 1) : (started.wakes += 1)));
            return {};
          },
          inject: [Doorbell],
        },
      ],
    });
    started = { app, doorbell: app.get<QueueDoorbell>(Doorbell), wakes };
    processes.push(started);
    return started;
  };

  const failuresOf = async ({ app }: Process): Promise<number> => {
    const values = (await app.get(Registry).getSingleMetric('vestibule_bell_failures_total')!.get()).values;
    return values.reduce((sum, { value }) => sum + value, 0);
  };

  /** Until the listener of a process that just started hears. */
  const warmUp = async (ringer: Process, hearers: readonly Process[]): Promise<void> => {
    await waitFor(() => {
      ringer.doorbell.ring(BELL);
      return hearers.every(({ wakes }) => wakes > 0);
    }, 'the first ring');
    await quiet();
    for (const hearer of hearers) hearer.wakes = 0;
  };

  it('wakes every process that answers, not only the one that takes the job', async () => {
    const [api, first, second] = [await open('api'), await open('worker'), await open('worker')];
    await warmUp(api, [first, second]);
    const rungMs = performance.now();
    api.doorbell.ring(BELL);
    await waitFor(() => first.wakes > 0 && second.wakes > 0);
    expect(performance.now() - rungMs).toBeLessThan(1_000);
    await quiet();
    expect([api.wakes, first.wakes, second.wakes]).toEqual([0, 1, 1]);
  });

  it('wakes its own process at once and once: the echo of its own ring is not heard', async () => {
    const [alone, other] = [await open('all'), await open('worker')];
    await warmUp(alone, [alone, other]);
    alone.doorbell.ring(BELL);
    expect(alone.wakes).toBe(1);
    await waitFor(() => other.wakes > 0);
    await quiet();
    expect([alone.wakes, other.wakes]).toEqual([1, 1]);
  });

  it('turns a burst of rings into a few wakes, the last of them after the last ring', async () => {
    const [api, worker] = [await open('api'), await open('worker')];
    await warmUp(api, [worker]);
    for (let ring = 0; ring < 1_000; ring += 1) api.doorbell.ring(BELL);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const beforeLast = worker.wakes;
    api.doorbell.ring(BELL);
    await waitFor(() => worker.wakes > beforeLast);
    await quiet();
    expect(worker.wakes).toBeLessThan(10);
  });

  it('rings a slot once, however many replicas tick', async () => {
    const [first, second, worker] = [await open('api'), await open('api'), await open('worker')];
    await warmUp(first, [worker]);
    for (const { doorbell } of [first, second, first]) doorbell.ringSlot(BELL, '2026-06-10T08-00');
    await waitFor(() => worker.wakes > 0);
    await quiet();
    second.doorbell.ringSlot(BELL, '2026-06-10T08-00');
    await quiet();
    expect(worker.wakes).toBe(1);
    second.doorbell.ringSlot(BELL, '2026-06-10T08-01');
    await waitFor(() => worker.wakes === 2);
  });

  it('is heard again after its store was emptied', async () => {
    const [api, worker] = [await open('api'), await open('worker')];
    await warmUp(api, [worker]);
    await emptyStore();
    const emptiedMs = performance.now();
    await waitFor(
      () => {
        api.doorbell.ring(BELL);
        return worker.wakes > 0;
      },
      'a ring after the store was emptied',
      30_000,
    );
    expect(performance.now() - emptiedMs).toBeLessThan(30_000);
  }, 40_000);

  it('never throws while its store is away, wakes its own process all the same, and is heard when it is back', async () => {
    const [alone, worker] = [await open('all'), await open('worker')];
    await warmUp(alone, [alone, worker]);
    const back = await takeStoreAway();
    if (back === null) return;
    alone.doorbell.ring(BELL);
    expect(alone.wakes).toBe(1);
    await waitFor(async () => (await failuresOf(worker)) + (await failuresOf(alone)) > 0, 'a counted failure');
    await back();
    await waitFor(
      () => {
        alone.doorbell.ring(BELL);
        return worker.wakes > 0;
      },
      'a ring after the store came back',
      30_000,
    );
  }, 60_000);

  it('shuts down while its store is away', async () => {
    const [api, worker] = [await open('api'), await open('worker')];
    await warmUp(api, [worker]);
    const back = await takeStoreAway();
    if (back === null) return;
    const closingMs = performance.now();
    api.doorbell.ring(BELL);
    await Promise.all(processes.map(({ app }) => app.close()));
    expect(performance.now() - closingMs).toBeLessThan(10_000);
    await back();
  });

  it('shuts down in the middle of its start', async () => {
    const { app } = await open('worker');
    const closingMs = performance.now();
    await app.close();
    expect(performance.now() - closingMs).toBeLessThan(5_000);
  });

  it('refuses a second answerer of a bell, and a bell without a queue', async () => {
    const { doorbell } = await open('worker');
    expect(() => doorbell.answer(BELL, () => undefined)).toThrow(/answered twice/);
    expect(() => doorbell.answer('nobody.knows', () => undefined)).toThrow(/no queue/);
  });

  async function emptyStore(): Promise<void> {
    if (redis !== null) return redis.empty();
    const tables = await database.dataSource.query<{ name: string }[]>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname = 'bullmq' AND tablename NOT LIKE '%migration%' AND tablename NOT LIKE '%version%'`,
    );
    expect(tables.length).toBeGreaterThan(3);
    await database.dataSource.query(`TRUNCATE ${tables.map(({ name }) => name).join(', ')}`);
  }

  /** @returns brings it back; null when it is not ours to take away */
  async function takeStoreAway(): Promise<(() => Promise<void>) | null> {
    if (redis === null) {
      await database.dataSource.query('ALTER SCHEMA bullmq RENAME TO elsewhere');
      await database.dataSource.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
           AND application_name <> 'vestibule'`,
      );
      return async () => {
        await database.dataSource.query('ALTER SCHEMA elsewhere RENAME TO bullmq');
      };
    }
    if (!redis.isOurs) return null;
    await redis.stop();
    return () => redis!.restart();
  }
});
