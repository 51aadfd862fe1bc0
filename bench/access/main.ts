import { measureBacklog } from './backlog.js';
import { measureCallsPerGuest } from './calls-per-guest.js';
import { measureDriftChecks } from './drift-checks.js';
import { atMost, type Figure, say, tell } from './figure.js';
import { Site, type SiteOptions } from './site.js';
import { Upkeep } from './upkeep.js';

const EMPLOYEES = 20_000;
const PASSAGES_A_DAY = 80_000;
/** A quarter of the day's passages within the busiest hour. */
const PEAK_PASSAGES_PER_SECOND = PASSAGES_A_DAY / 4 / 3_600;
const LIMIT = 10;
const RESERVE = 2;
const MINUTE_SECONDS = 60;
const DRIFT_CHECK_SECONDS = 900;
const WINDOWS_BETWEEN_CHECKS = DRIFT_CHECK_SECONDS / MINUTE_SECONDS;
const MOST_MEMORY_MIB = 512;

/** As in production. */
const FULL_SITE: SiteOptions = {
  limit: LIMIT,
  windowSeconds: MINUTE_SECONDS,
  reserve: RESERVE,
  employeeCount: EMPLOYEES,
  passagesPerSecond: PEAK_PASSAGES_PER_SECOND,
  pollSeconds: MINUTE_SECONDS,
  driftCheckSeconds: DRIFT_CHECK_SECONDS,
};
/** Windows of a few seconds stand for the minute: the same calls in less time. Nothing is checked for drift meanwhile. */
const shortened = (windowSeconds: number): SiteOptions => ({ ...FULL_SITE, windowSeconds, pollSeconds: windowSeconds });

const PARTS = {
  'free-slots': {
    title: 'calls, the budget out of the way, nobody else on the site',
    options: { ...shortened(1), limit: 10_000, employeeCount: 0, passagesPerSecond: 0 },
    measure: async (site) => {
      await site.warmUp();
      return measureCallsPerGuest(site);
    },
  },
  'full-site': {
    title: `calls, ${LIMIT} in 3 s, beside ${EMPLOYEES} employees and their passages at peak`,
    options: shortened(3),
    measure: async (site) => {
      await site.warmUp();
      return measureCallsPerGuest(site);
    },
  },
  drift: {
    title: `drift checks, ${LIMIT} calls in 2 s, beside the same`,
    options: { ...shortened(2), driftCheckSeconds: 2 * WINDOWS_BETWEEN_CHECKS },
    measure: async (site) => {
      await site.warmUp();
      return measureDriftChecks(site, WINDOWS_BETWEEN_CHECKS, LIMIT);
    },
  },
  backlog: {
    title: `a backlog of enrolments, ${LIMIT} calls in 6 s, ${RESERVE} of them reserved, beside the same`,
    options: { ...shortened(6), isWorkerApart: true },
    measure: async (site) => {
      await site.warmUp();
      return measureBacklog(site, LIMIT, RESERVE);
    },
  },
} satisfies Readonly<Record<string, Part>>;

interface Part {
  readonly title: string;
  readonly options: SiteOptions;
  readonly measure: (site: Site) => Promise<readonly Figure[]>;
}

const UPKEEP = 'upkeep';

/** The real calls of the real product, with everything it must bear around it. */
async function main(names: readonly string[]): Promise<boolean> {
  const startedAtMs = performance.now();
  const parts = chosen(names.filter((name) => name !== UPKEEP));
  const hasUpkeep = names.length === 0 || names.includes(UPKEEP);
  const kept = hasUpkeep ? await runBesideUpkeep(names.length === 1 ? [] : parts) : await runAll(parts);
  say(`took ${((performance.now() - startedAtMs) / 1_000).toFixed(0)} s`);
  return kept.every(Boolean);
}

function chosen(names: readonly string[]): readonly Part[] {
  const parts: Readonly<Record<string, Part>> = PARTS;
  if (names.length === 0) return Object.values(parts);
  return names.map((name) => {
    const part = parts[name];
    if (part === undefined)
      throw new Error(`there is no part ${name}, only ${[...Object.keys(parts), UPKEEP].join(', ')}`);
    return part;
  });
}

/** Minutes in which little happens are spent on the other parts. */
async function runBesideUpkeep(parts: readonly Part[]): Promise<readonly boolean[]> {
  const quiet = await Site.open(FULL_SITE);
  try {
    const [upkeep, kept] = await Promise.all([Upkeep.begin(quiet), runAll(parts)]);
    const title = `upkeep, ${LIMIT} calls in a minute, beside ${EMPLOYEES} employees and their passages at peak`;
    return [...kept, tell(title, [...(await upkeep.end()), ...whatAlwaysHolds(quiet)])];
  } finally {
    await quiet.close();
  }
}

async function runAll(parts: readonly Part[]): Promise<readonly boolean[]> {
  const kept: boolean[] = [];
  for (const part of parts) kept.push(await run(part));
  return kept;
}

async function run({ title, options, measure }: Part): Promise<boolean> {
  const site = await Site.open(options);
  try {
    return tell(title, [...(await measure(site)), ...whatAlwaysHolds(site)]);
  } finally {
    await site.close();
  }
}

function whatAlwaysHolds(site: Site): readonly Figure[] {
  return [
    atMost('most memory of our process, MiB', site.peakMemoryMiB(), MOST_MEMORY_MIB),
    atMost('changes to what is not ours', site.foreignChanges(), 0),
  ];
}

process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
