import { type BacklogResult, workOffBacklog } from '../../../bench/budget/backlog.js';
import { type Simulator, startSimulator } from '../../../simulator/index.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { environmentFor } from '../../support/vestibule.js';

const LIMIT = 15;
const RESERVE = 2;
const WINDOW_SECONDS = 1;
const CALL_COUNT = 90;

/** The short form of `npm run bench:budget`: real processes, real kills, the server's own count of what arrived. */
describe('two processes that share one budget', () => {
  let database: TestDatabase;
  let simulator: Simulator;

  beforeEach(async () => {
    database = await openTestDatabase();
    simulator = await startSimulator({ employeeCount: 0, limit: { calls: LIMIT, windowMs: WINDOW_SECONDS * 1_000 } });
  });

  afterEach(async () => {
    await simulator.close();
    await database.close();
  });

  function workOff(killEveryMs: number | null): Promise<BacklogResult> {
    return workOffBacklog({
      databaseUrl: database.url,
      environment: {
        ...environmentFor(database.url, simulator),
        HIKCENTRAL_RATE_LIMIT_CALLS: String(LIMIT),
        HIKCENTRAL_RATE_LIMIT_WINDOW: String(WINDOW_SECONDS),
        HIKCENTRAL_REVOKE_RESERVE: String(RESERVE),
        HIKCENTRAL_TIMEOUT_MS: '1000',
      },
      simulator,
      processCount: 2,
      callCount: CALL_COUNT,
      windowMs: WINDOW_SECONDS * 1_000,
      killEveryMs,
      giveUpAfterMs: 50_000,
    });
  }

  it('keep to it while the holder of the lease is killed with calls under way, and lose no call', async () => {
    simulator.control.faults.add({ kind: 'delay', phase: 'after', path: '*', delayMs: 300, times: null });
    const { doneCount, maxInAnyWindow, refusedCount, killCount } = await workOff(4_000);
    expect({ doneCount, refusedCount }).toEqual({ doneCount: CALL_COUNT, refusedCount: 0 });
    expect(maxInAnyWindow).toBeLessThanOrEqual(LIMIT);
    expect(killCount).toBeGreaterThan(0);
  }, 90_000);
});
