import { parentPort, workerData } from 'node:worker_threads';
import { findBug } from '../planted-bugs.js';
import { runSeed } from '../run-seed.js';
import { openMemoryStorage } from '../storage/open-memory-storage.js';
import { openSqlStorage } from '../storage/open-sql-storage.js';
import { type Storage, type StorageParts } from '../storage/storage.js';
import { TIERS } from '../tiers.js';
import { takeOverInstantTimers } from '../world/quiescence.js';
import { keepContextSynchronous } from '../world/synchronous-context.js';
import { waitForPictures } from '../world/real-time-endpoints.js';
import { silenceLimiter } from '../world/silent-limiter.js';
import { type Job, type JobResult, type WorkerSettings } from './job.js';

takeOverInstantTimers();
waitForPictures();
silenceLimiter();
const { databaseServer } = workerData as WorkerSettings;
if (databaseServer === null) keepContextSynchronous();
else process.env['TEST_POSTGRES_SERVER'] = databaseServer;

parentPort?.on('message', (job: Job) => {
  void run(job).then((result) => parentPort?.postMessage(result));
});

async function run({ seed, tier, bug }: Job): Promise<JobResult> {
  const startedMs = performance.now();
  const planted = bug === null ? {} : { bug: findBug(bug).plant() };
  try {
    const result = await runSeed({
      seed,
      tier: TIERS[tier],
      openStorage: tier === 'A' ? inMemory : onDatabase,
      ...planted,
    });
    return { ...result, tookMs: performance.now() - startedMs, error: null };
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...NOTHING, seed, tookMs: performance.now() - startedMs, error: text };
  }
}

const NOTHING = { violations: [], troubles: new Map(), meters: new Map(), calls: 0, story: '' } as const;

function inMemory(parts: StorageParts): Promise<Storage> {
  return Promise.resolve(openMemoryStorage(parts));
}

async function onDatabase(parts: StorageParts): Promise<Storage> {
  const { openTestDatabase } = await import('../../support/database.js');
  const database = await openTestDatabase();
  return { ...openSqlStorage(database, parts), close: () => database.close() };
}
