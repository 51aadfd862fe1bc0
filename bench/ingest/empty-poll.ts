import { Client } from 'pg';
import { KeepDoorClocks, ReadPassages } from '../../src/modules/monitoring/index.js';
import { type Figure, hundredths, plain, say } from '../access/figure.js';
import { EmptyHikCentral } from './empty-hikcentral.js';
import { type IngestHouse } from './house.js';
import { fillSite, SERVER_ID } from './site-rows.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';

const POLLS = 400;
const WARM_UP_POLLS = 50;
const LONGEST_RATIO = 1.5;

interface Cost {
  readonly queries: number;
  readonly calls: number;
  readonly medianMs: number;
}

/** A poll that finds nothing, with few and with many open visits. */
export async function measureEmptyPolls(house: IngestHouse, few: number, many: number): Promise<readonly Figure[]> {
  const withFew = await costOf(house, few);
  const withMany = await costOf(house, many);
  say(
    `  an empty poll: ${hundredths(withFew.medianMs)} ms with ${few} open visits, ${hundredths(withMany.medianMs)} ms with ${many}`,
  );
  const ratio = withMany.medianMs / withFew.medianMs;
  return [
    exactly(`queries with ${many} open visits, as with ${few}`, withMany.queries, withFew.queries),
    exactly(`calls with ${few} open visits`, withFew.calls, 1),
    exactly(`calls with ${many} open visits`, withMany.calls, 1),
    {
      what: 'time with many open visits, of that with few',
      measured: hundredths(ratio),
      bound: `< ${hundredths(LONGEST_RATIO)}`,
      isKept: ratio < LONGEST_RATIO,
    },
  ];
}

async function costOf({ app, databaseUrl }: IngestHouse, openVisits: number): Promise<Cost> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await fillSite(client, openVisits, new Date());
  // What filling left to do must not meet the polls.
  await client.query('VACUUM ANALYZE');
  await client.query('CHECKPOINT');
  await client.end();
  const session = new EmptyHikCentral(SERVER_ID, app.get(UnitOfWork));
  const readPassages = app.get(ReadPassages, { strict: false });
  const keepClocks = app.get(KeepDoorClocks, { strict: false });
  const poll = async (): Promise<void> => {
    await readPassages.run(session);
    await keepClocks.run(SERVER_ID);
  };
  for (let done = 0; done < WARM_UP_POLLS; done += 1) await poll();
  const callsBefore = session.callCount;
  const counted = countQueries();
  await poll();
  const queries = counted.stop();
  const calls = session.callCount - callsBefore;
  const tookMs: number[] = [];
  for (let done = 0; done < POLLS; done += 1) {
    const startedAtMs = performance.now();
    await poll();
    tookMs.push(performance.now() - startedAtMs);
  }
  tookMs.sort((one, other) => one - other);
  return { queries, calls, medianMs: tookMs[POLLS / 2] ?? NaN };
}

/** Nobody else asks anything meanwhile: the loops of the product do not run here. */
function countQueries(): { stop(): number } {
  const original = Reflect.get(Client.prototype, 'query') as (...given: unknown[]) => unknown;
  let count = 0;
  Reflect.set(Client.prototype, 'query', function (this: Client, ...given: unknown[]): unknown {
    count += 1;
    return original.apply(this, given);
  });
  return {
    stop: () => {
      Reflect.set(Client.prototype, 'query', original);
      return count;
    },
  };
}

function exactly(what: string, measured: number, wanted: number): Figure {
  return { what, measured: plain(measured), bound: `= ${wanted}`, isKept: measured === wanted };
}
