import fc from 'fast-check';
import { SystemClock } from '../../../../src/platform/clock/system-clock.js';
import { ConsumerFeed } from '../../../../src/platform/event-log/consumer-feed.js';
import { startEventEpoch } from '../../../../src/platform/event-log/start-event-epoch.js';
import { WakeLoop } from '../../../../src/platform/work/wake-loop.js';
import { openTestDatabase, type TestDatabase } from '../../../support/database.js';
import { testPlatform, type TestPlatform } from '../../../support/platform.js';
import { waitFor } from '../../../support/wait-for.js';
import {
  CREATE_EFFECTS,
  effectsOf,
  feedParts,
  loggedIds,
  pending,
  publishEach,
  WritingConsumer,
} from './feed-support.js';

interface Plan {
  /** Milliseconds each transaction of a publisher works before it commits or gives up. */
  readonly publishers: readonly (readonly {
    readonly workMs: number;
    readonly events: number;
    readonly fails: boolean;
  }[])[];
}

const plans = fc.record({
  publishers: fc.array(
    fc.array(
      fc.record({
        workMs: fc.integer({ min: 0, max: 5 }),
        events: fc.integer({ min: 0, max: 3 }),
        fails: fc.boolean(),
      }),
      { minLength: 1, maxLength: 8 },
    ),
    { minLength: 2, maxLength: 6 },
  ),
});

describe('event log', () => {
  let database: TestDatabase;
  let platform: TestPlatform<SystemClock>;

  beforeEach(async () => {
    database = await openTestDatabase();
    platform = testPlatform(database, new SystemClock());
    await platform.unitOfWork.run((tx) => tx.query(CREATE_EFFECTS));
  });

  afterEach(() => database.close());

  it('keeps name, data, visits, cause, instant and trace of an event', async () => {
    const visitId = platform.random.uuid();
    await publishEach(platform, [
      {
        name: 'x.y.v1',
        data: { n: 1, at: '2026-01-01T00:00:00Z' },
        visitIds: [visitId],
        cause: { kind: 'user', ref: 'u1' },
      },
    ]);
    const [event] = await platform.unitOfWork.read((tx) => platform.eventLog.after(tx, '0', null, 1));
    expect(event).toEqual({
      position: '1',
      id: expect.any(String),
      name: 'x.y.v1',
      at: expect.any(Date),
      data: { n: 1, at: '2026-01-01T00:00:00Z' },
      visitIds: [visitId],
      cause: { kind: 'user', ref: 'u1' },
      traceId: '0'.repeat(32),
    });
    expect(platform.doorbell.rings).toEqual(['event-log.dispatch']);
  });

  it('shows the timeline of one visit, oldest first, in pages', async () => {
    const [mine, other] = [platform.random.uuid(), platform.random.uuid()];
    await publishEach(platform, [
      pending('a', {}, [mine]),
      pending('b', {}, [other]),
      pending('c', {}, [other, mine]),
      pending('d', {}, [mine]),
    ]);
    const page = (cursor: string | null) =>
      platform.unitOfWork.read((tx) => platform.eventLog.ofVisit(tx, mine, cursor, 2));
    const first = await page(null);
    expect(first.map(({ name }) => name)).toEqual(['a', 'c']);
    expect((await page(first[1]!.position)).map(({ name }) => name)).toEqual(['d']);
  });

  it('writes later events in the epoch that was started', async () => {
    const epoch = () => platform.unitOfWork.read((tx) => platform.eventLog.epoch(tx));
    const before = await epoch();
    const started = await platform.unitOfWork.run((tx) => startEventEpoch(tx, platform.clock.now()));
    expect(started).toBeGreaterThan(before);
    expect(await epoch()).toBe(started);
    await publishEach(platform, [pending('x')]);
    const rows = await platform.unitOfWork.read((tx) => tx.query('SELECT epoch FROM domain_events'));
    expect(rows).toEqual([{ epoch: started }]);
  });

  const publish = async ({ publishers }: Plan): Promise<void> => {
    await Promise.all(
      publishers.map(async (transactions) => {
        for (const { workMs, events, fails } of transactions) {
          const work = platform.unitOfWork.run(async (tx) => {
            await tx.query('SELECT pg_sleep($1)', [workMs / 1_000]);
            for (let n = 0; n < events; n += 1) tx.pendingEvents.push(pending('x'));
            // A deferred refusal: it comes after the event was written, and takes its position with it.
            if (fails) await tx.query('SELECT set_config($1, $2, true)', ['vestibule.fail', 'yes']);
          });
          await work.catch((error: unknown) => {
            if (!fails) throw error;
          });
        }
      }),
    );
  };

  it('misses nothing, repeats nothing and keeps commit order, with many publishers, failed commits and two dispatchers', async () => {
    await platform.unitOfWork.run(async (tx) => {
      await tx.query(`
        CREATE FUNCTION fail_when_told() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF current_setting('vestibule.fail', true) = 'yes' THEN RAISE EXCEPTION 'told to'; END IF;
          RETURN NULL;
        END $$`);
      await tx.query(`
        CREATE CONSTRAINT TRIGGER fail_when_told AFTER INSERT ON domain_events DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION fail_when_told()`);
    });
    const consumers = ['first', 'second'].map((name) => new WritingConsumer(name, ['x']));
    const failures: unknown[] = [];
    const loops = consumers.flatMap((consumer) =>
      [1, 2].map(() => {
        const feed = new ConsumerFeed(consumer, feedParts(platform));
        return new WakeLoop({
          name: consumer.name,
          clock: platform.clock,
          maxSleepMs: 50,
          pass: () => feed.pass(),
          onFailure: (error) => failures.push(error),
        });
      }),
    );
    platform.doorbell.answer('event-log.dispatch', () => {
      for (const loop of loops) loop.ring();
    });
    // Whoever follows the log by position must have seen it whole, in order, whenever it looked.
    const followed: string[] = [];
    const follower = new AbortController();
    const following = (async () => {
      let position = '0';
      for (let isLast = false; !isLast;) {
        isLast = follower.signal.aborted;
        const news = await platform.unitOfWork.read((tx) => platform.eventLog.after(tx, position, null, 1_000));
        followed.push(...news.map(({ id }) => id));
        position = news.at(-1)?.position ?? position;
      }
    })();
    for (const loop of loops) loop.start();
    await fc.assert(fc.asyncProperty(plans, publish), { numRuns: 15 });
    follower.abort();
    await following;
    const logged = await loggedIds(platform);
    expect(logged.length).toBeGreaterThan(20);
    expect(followed).toEqual(logged);
    for (const { name } of consumers) {
      await waitFor(async () => (await effectsOf(platform, name)).length >= logged.length);
      expect(await effectsOf(platform, name)).toEqual(logged);
    }
    await Promise.all(loops.map((loop) => loop.stop()));
    expect(failures).toEqual([]);
  });
});
