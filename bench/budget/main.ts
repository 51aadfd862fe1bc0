import { startSimulator } from '../../simulator/index.js';
import { openBenchHouse } from '../support/bench-house.js';
import { type BacklogResult, workOffBacklog } from './backlog.js';

const LIMIT = 30;
const RESERVE = 2;
const WINDOW_SECONDS = 3;
const WINDOW_MS = WINDOW_SECONDS * 1_000;
const CALL_COUNT = 300;
const KILL_EVERY_MS = 15_000;
const SLOW_ANSWER_MS = 300;
const LEAST_USE = 0.95;
const GIVE_UP_AFTER_MS = 240_000;

/** Two processes, a backlog of calls, one budget: nothing over it, nothing of it wasted. */
async function main(): Promise<boolean> {
  const undisturbed = await run(null);
  const use = shortestSpanMs(undisturbed.arrivedCount) / undisturbed.spanMs;
  say(`two processes, ${CALL_COUNT} calls, at most ${LIMIT} in ${WINDOW_SECONDS} s, ${RESERVE} of them reserved`);
  tell(undisturbed);
  say(`  use of what is not reserved: ${(use * 100).toFixed(1)} %`);
  const killed = await run(KILL_EVERY_MS);
  say(`the same, and the holder of the lease is killed every ${KILL_EVERY_MS / 1_000} s`);
  tell(killed);
  return [
    check('nothing over the budget', undisturbed.maxInAnyWindow <= LIMIT && killed.maxInAnyWindow <= LIMIT),
    check('no call refused', undisturbed.refusedCount === 0 && killed.refusedCount === 0),
    check(`at least ${LEAST_USE * 100} % used`, use >= LEAST_USE),
    check('all done', undisturbed.doneCount === CALL_COUNT && killed.doneCount === CALL_COUNT),
    check('a holder was killed', killed.killCount > 0),
  ].every(Boolean);
}

async function run(killEveryMs: number | null): Promise<BacklogResult> {
  const simulator = await startSimulator({
    employeeCount: 0,
    limit: { calls: LIMIT, windowMs: WINDOW_MS },
  });
  // Some calls are always under way when a holder dies.
  if (killEveryMs !== null) {
    simulator.control.faults.add({ kind: 'delay', phase: 'after', path: '*', delayMs: SLOW_ANSWER_MS, times: null });
  }
  const house = await openBenchHouse({
    HIKCENTRAL_BASE_URL: simulator.baseUrl,
    HIKCENTRAL_APP_KEY: simulator.appKey,
    HIKCENTRAL_APP_SECRET: simulator.appSecret,
    HIKCENTRAL_RATE_LIMIT_CALLS: String(LIMIT),
    HIKCENTRAL_RATE_LIMIT_WINDOW: String(WINDOW_SECONDS),
    HIKCENTRAL_REVOKE_RESERVE: String(RESERVE),
    HIKCENTRAL_TIMEOUT_MS: '1000',
  });
  try {
    return await workOffBacklog({
      ...house,
      simulator,
      processCount: 2,
      callCount: CALL_COUNT,
      windowMs: WINDOW_MS,
      killEveryMs,
      giveUpAfterMs: GIVE_UP_AFTER_MS,
    });
  } finally {
    await simulator.close();
    await house.close();
  }
}

/** The last call of this many cannot arrive earlier after the first. */
function shortestSpanMs(callCount: number): number {
  return Math.floor((callCount - 1) / (LIMIT - RESERVE)) * WINDOW_MS;
}

function tell({ doneCount, arrivedCount, maxInAnyWindow, refusedCount, spanMs, killCount }: BacklogResult): void {
  say(`  done ${doneCount}, arrived ${arrivedCount} in ${(spanMs / 1_000).toFixed(1)} s, killed ${killCount}`);
  say(`  most in any ${WINDOW_SECONDS} s: ${maxInAnyWindow}; refused with 429: ${refusedCount}`);
}

function check(what: string, isTrue: boolean): boolean {
  say(`${isTrue ? 'ok    ' : 'FAILED'} ${what}`);
  return isTrue;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = (await main()) ? 0 : 1;
