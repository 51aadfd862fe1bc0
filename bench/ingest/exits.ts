import { setTimeout as pause } from 'node:timers/promises';
import { startSimulator, type Simulator } from '../../simulator/index.js';
import { Api, isAccess } from '../access/api.js';
import { type Figure, milliseconds, say } from '../access/figure.js';
import { Guests } from '../access/guests.js';
import { Product } from '../access/product.js';
import { openBenchHouse } from '../support/bench-house.js';

const ADMIN = { email: 'admin@example.com', password: 'bench-of-ingestion-1a2b' } as const;
const REMOVE_MEMBERS = '/artemis/api/acs/v1/privilege/group/single/deletePersons';
const [ENTRANCE, EXIT] = ['1', '3'];
const EXITS = 12;
const MEDIAN_BELOW_MS = 1_000;
const PATIENCE_MS = 120_000;
const LOOK_EVERY_MS = 5;
/** An exit costs two rung reads where HikCentral shows it late, and an interval earns five: none waits for the one before it. */
const BETWEEN_EXITS_MS = 8_000;
const POLL_SECONDS = 15;

/** From a guest's exit to the first call that takes access away, told by a push. @param shownAfterMs from the passage to HikCentral's list */
export async function measureExits(shownAfterMs: number): Promise<readonly Figure[]> {
  const simulator = await startSimulator({ employeeCount: 0, limit: { calls: null }, eventDelayMs: shownAfterMs });
  const house = await openBenchHouse({
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    HIKCENTRAL_BASE_URL: simulator.baseUrl,
    HIKCENTRAL_APP_KEY: simulator.appKey,
    HIKCENTRAL_APP_SECRET: simulator.appSecret,
    HIKCENTRAL_RATE_LIMIT_CALLS: '10000',
    HIKCENTRAL_DEFAULT_ACCESS_LEVEL: '1',
    HIKCENTRAL_EVENT_MODE: 'push',
    // Each process says its own.
    PUBLIC_URL: 'http://127.0.0.1:9',
    MONITORING_INTERVAL_SECONDS: String(POLL_SECONDS),
    DOOR_DIRECTIONS: 'reader:1=entry,reader:2=exit,reader:3=exit',
  });
  const product = await Product.start(house.environment);
  try {
    const api = await Api.login(product.baseUrl, ADMIN.email, ADMIN.password);
    const ids = await (await Guests.withFaces(api)).announce(EXITS);
    const visits = await api.until(ids, isAccess('granted'), PATIENCE_MS);
    const codes = visits.flatMap(({ access }) => access.personCode ?? []);
    for (const personCode of codes) simulator.control.walk({ personCode, readerIndexCode: ENTRANCE });
    await api.until(ids, ({ status }) => status === 'checked_in', PATIENCE_MS);
    const tookMs: number[] = [];
    for (const personCode of codes) {
      await pause(BETWEEN_EXITS_MS);
      tookMs.push(await leave(simulator, personCode));
    }
    return [medianOf(tookMs, shownAfterMs)];
  } finally {
    await product.stop();
    await house.close();
    await simulator.close();
  }
}

async function leave(simulator: Simulator, personCode: string): Promise<number> {
  const before = calls(simulator);
  const leftAtMs = performance.now();
  simulator.control.walk({ personCode, readerIndexCode: EXIT });
  while (calls(simulator) === before) {
    if (performance.now() - leftAtMs > PATIENCE_MS) throw new Error('nobody took the access of a guest who left');
    await pause(LOOK_EVERY_MS);
  }
  return performance.now() - leftAtMs;
}

function calls({ control }: Simulator): number {
  return control.callsByPath()[REMOVE_MEMBERS] ?? 0;
}

function medianOf(tookMs: readonly number[], shownAfterMs: number): Figure {
  const sorted = tookMs.toSorted((one, other) => one - other);
  const median = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  say(`  ${EXITS} exits, shown after ${shownAfterMs} ms: longest ${milliseconds(sorted.at(-1) ?? NaN)}`);
  return {
    what: `exit to first revoking call, median, shown after ${shownAfterMs} ms`,
    measured: milliseconds(median),
    bound: `< ${milliseconds(MEDIAN_BELOW_MS)}`,
    isKept: median < MEDIAN_BELOW_MS,
  };
}
