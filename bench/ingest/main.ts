import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { type Figure, plain, say, tell } from '../access/figure.js';
import { measureEmptyPolls } from './empty-poll.js';
import { openIngestHouse } from './house.js';
import { measureStoring } from './store.js';

const OPEN_VISITS = 20_000;
const EVENTS = 200_000;
const MOST_MEMORY_MIB = 300;

/** `--events 10000` measures with less. */
async function main(args: readonly string[]): Promise<boolean> {
  const startedAtMs = performance.now();
  const events = args[0] === '--events' ? Number(args[1]) : EVENTS;
  const house = await openIngestHouse();
  try {
    say(`${events} events beside ${OPEN_VISITS} open visits, in pages of 500`);
    const figures = [
      ...(await measureStoring(house, { name: 'all of guests', guests: OPEN_VISITS, oneOursIn: 1, events })),
      ...(await measureStoring(house, { name: 'one in ten of guests', guests: OPEN_VISITS, oneOursIn: 10, events })),
      memory(),
      ...(await measureEmptyPolls(house, 100, 100_000)),
    ];
    return tell('ingestion of passages', figures);
  } finally {
    await house.close();
    say(`took ${((performance.now() - startedAtMs) / 1_000).toFixed(0)} s`);
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
