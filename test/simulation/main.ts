import { runSeed } from './run-seed.js';
import { waitForPictures } from './world/real-time-endpoints.js';
import { takeOverInstantTimers } from './world/quiescence.js';
import { TIERS } from './tiers.js';
import { openSqlStorage } from './storage/open-sql-storage.js';
import { openTestDatabase } from '../support/database.js';

takeOverInstantTimers();
waitForPictures();
// @ts-expect-error dev
const { default: setUp } = await import('../support/global-setup.mjs');
await setUp();
const from = Number(process.argv[2] ?? 1),
  to = Number(process.argv[3] ?? from);
for (let seed = from; seed <= to; seed++) {
  const database = await openTestDatabase();
  const t = Date.now();
  const result = await runSeed({ seed, tier: TIERS.B, openStorage: async (parts) => openSqlStorage(database, parts) });
  console.log(result.story);
  console.log(seed, result.violations, [...result.troubles], [...result.meters], result.calls, Date.now() - t, 'ms');
  await database.close();
}
await (globalThis as any).stopTestPostgres?.();
process.exit(0);
