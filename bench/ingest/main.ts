import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { atLeast, type Figure, hundredths, plain, say, tell } from '../access/figure.js';
import { measureEmptyPolls } from './empty-poll.js';
import { measureExits } from './exits.js';
import { openIngestHouse } from './house.js';
import { measureStoring } from './store.js';

const OPEN_VISITS = 20_000;
const EVENTS = 200_000;
/** Of others: on a real site most passages are, and they cost no event in the log. */
const MIXED_EVENTS = 20_000;
const LEAST_RATIO = 0.5;
const MOST_MEMORY_MIB = 300;
/** From the passage to HikCentral's list; it is not told how long that takes, about a second at most. */
const SHOWN_AFTER_MS = 200;

const PARTS = {
  store: () => stored(),
  polls: () => inHouse((house) => measureEmptyPolls(house, 100, 100_000)),
  exits: () => measureExits(SHOWN_AFTER_MS),
} satisfies Readonly<Record<string, () => Promise<readonly Figure[]>>>;

/** `-- polls` measures one part. */
async function main(names: readonly string[]): Promise<boolean> {
  const startedAtMs = performance.now();
  const parts: Readonly<Record<string, () => Promise<readonly Figure[]>>> = PARTS;
  const figures: Figure[] = [];
  for (const name of names.length === 0 ? Object.keys(parts) : names) {
    const measure = parts[name];
    if (measure === undefined) throw new Error(`there is no part ${name}, only ${Object.keys(parts).join(', ')}`);
    figures.push(...(await measure()));
  }
  const isKept = tell('ingestion of passages', figures);
  say(`took ${((performance.now() - startedAtMs) / 1_000).toFixed(0)} s`);
  return isKept;
}

function stored(): Promise<readonly Figure[]> {
  return inHouse(async (house) => {
    say(`  ${EVENTS} events beside ${OPEN_VISITS} open visits, in pages of 500`);
    const guests = OPEN_VISITS;
    const ratio = await measureStoring(house, { name: 'all of guests', guests, oneOursIn: 1, events: EVENTS });
    const figures = [atLeast('share of a bare insert', ratio, LEAST_RATIO, hundredths), memory()];
    await measureStoring(house, { name: 'one in ten of guests', guests, oneOursIn: 10, events: MIXED_EVENTS });
    return figures;
  });
}

async function inHouse<T>(work: (house: Awaited<ReturnType<typeof openIngestHouse>>) => Promise<T>): Promise<T> {
  const house = await openIngestHouse();
  try {
    return await work(house);
  } finally {
    await house.close();
  }
}

/** Of this process, with the product, the answered pages and the bare insert in it. */
function memory(): Figure {
  const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  if (kib === undefined) throw new Error('the peak of memory is not told');
  const mib = Math.round(Number(kib) / 1_024);
  return {
    what: 'most memory, MiB',
    measured: plain(mib),
    bound: `< ${MOST_MEMORY_MIB}`,
    isKept: mib < MOST_MEMORY_MIB,
  };
}

process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
