import { HOUR_MS, MINUTE_MS } from './actors/visit-plan.js';

export interface Range {
  readonly least: number;
  readonly most: number;
}

/** How large a world is. */
export interface Tier {
  readonly name: 'A' | 'B';
  readonly spanMs: number;
  /** After the last trouble, until all must have come to rest. */
  readonly restMs: number;
  readonly visits: Range;
  readonly faults: Range;
  readonly employeesOf: (seed: number) => number;
  readonly passagesOf: (seed: number) => number;
  readonly sampleMs: number;
  /** How often every visit is asked for. */
  readonly askMs: number;
}

/** Seeds with the crowd of a real site. */
const FULL_CROWD_EVERY = 400;

function isFull(seed: number): boolean {
  return seed % FULL_CROWD_EVERY === 0;
}

export const TIERS: Readonly<Record<Tier['name'], Tier>> = {
  A: {
    name: 'A',
    spanMs: 24 * HOUR_MS,
    restMs: 2 * HOUR_MS,
    visits: { least: 30, most: 40 },
    faults: { least: 10, most: 16 },
    employeesOf: (seed) => (isFull(seed) ? 20_000 : 100),
    passagesOf: (seed) => (isFull(seed) ? 80_000 : 500),
    sampleMs: MINUTE_MS,
    askMs: 10 * MINUTE_MS,
  },
  B: {
    name: 'B',
    spanMs: 2 * HOUR_MS,
    restMs: 45 * MINUTE_MS,
    visits: { least: 10, most: 14 },
    faults: { least: 5, most: 8 },
    employeesOf: () => 20,
    passagesOf: () => 40,
    sampleMs: 15_000,
    askMs: MINUTE_MS,
  },
};
