import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { ReadingPositionRepository, StorePage } from '../../src/modules/monitoring/index.js';
import { hundredths, say } from '../access/figure.js';
import { BareCopy } from './bare-copy.js';
import { type IngestHouse } from './house.js';
import { PAGE_SIZE, type PageMix, Pages } from './pages.js';
import { fillSite, SERVER_ID } from './site-rows.js';

export interface StoreOptions extends PageMix {
  readonly name: string;
  readonly events: number;
}

/** The two take turns, so that what else the machine does meets both. */
const PAGES_IN_TURN = 10;
/** All event types together. */
const ALL_TYPES = 0;

/**
 * From pages that are answered to the commit, beside a bare insert of the same rows in the same run.
 * @returns the share of the bare insert's speed
 */
export async function measureStoring(house: IngestHouse, options: StoreOptions): Promise<number> {
  const client = new Client({ connectionString: house.databaseUrl });
  await client.connect();
  try {
    const now = new Date();
    await fillSite(client, options.guests, now);
    await client.query('TRUNCATE passages, foreign_passages, domain_events CASCADE');
    const bare = new BareCopy(client);
    await bare.open();
    const store = storing(house);
    const pages = new Pages(options, now);
    const spentMs = { product: 0, bare: 0 };
    for (let left = options.events / PAGE_SIZE; left > 0; left -= PAGES_IN_TURN) {
      const turn = pages.next(Math.min(left, PAGES_IN_TURN));
      const prepared = turn.map((page) => bare.prepare(page));
      spentMs.product += await timed(async () => {
        for (const page of turn) await store(page);
      });
      spentMs.bare += await timed(async () => {
        for (const page of prepared) await bare.store(page);
      });
    }
    await bare.assertSame();
    const perSecond = (ms: number): number => Math.round((options.events * 1_000) / ms);
    const ratio = spentMs.bare / spentMs.product;
    const speeds = `${perSecond(spentMs.product)} events/s stored, ${perSecond(spentMs.bare)} by a bare insert`;
    say(`  ${options.name}: ${speeds}, ${hundredths(ratio)} of it`);
    return ratio;
  } finally {
    await client.end();
  }
}

function storing({ app }: IngestHouse): (page: Parameters<StorePage['run']>[0]['events']) => Promise<number> {
  const storePage = app.get(StorePage, { strict: false });
  const positions = app.get(ReadingPositionRepository, { strict: false });
  return (events) => {
    const completeTo = events.at(-1)?.recordedAt ?? new Date();
    return storePage.run({
      serverId: SERVER_ID,
      callId: randomUUID(),
      source: 'poll',
      events,
      keep: (tx, now) => positions.move(tx, SERVER_ID, ALL_TYPES, { resumeFrom: completeTo, completeTo }, now),
    });
  };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAtMs = performance.now();
  await work();
  return performance.now() - startedAtMs;
}
