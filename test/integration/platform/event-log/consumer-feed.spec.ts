import { currentContext, runInContext, systemContext } from '../../../../src/platform/context/request-context.js';
import { ConsumerFeed } from '../../../../src/platform/event-log/consumer-feed.js';
import { openTestDatabase, type TestDatabase } from '../../../support/database.js';
import { testPlatform, type TestPlatform } from '../../../support/platform.js';
import {
  CREATE_EFFECTS,
  effectsOf,
  feedParts,
  loggedIds,
  pending,
  publishEach,
  WritingConsumer,
} from './feed-support.js';

describe('consumer feed', () => {
  let database: TestDatabase;
  let platform: TestPlatform;

  beforeEach(async () => {
    database = await openTestDatabase();
    platform = testPlatform(database);
    await platform.unitOfWork.run((tx) => tx.query(CREATE_EFFECTS));
  });

  afterEach(() => database.close());

  const failuresOf = (consumer: string) =>
    platform.unitOfWork.read((tx) =>
      tx.query('SELECT attempts, last_error, set_aside_at FROM event_failures WHERE consumer = $1', [consumer]),
    );

  /** Passes and lets the time pass that the feed asks for, until it has nothing more to do. */
  const drain = async (feed: ConsumerFeed): Promise<void> => {
    for (let next = await feed.pass(); next !== null; next = await feed.pass()) {
      if (next !== 'now') await platform.clock.advance(next.getTime() - platform.clock.now().getTime());
    }
  };

  it('gives a consumer the events of its names, once, in order, over several batches', async () => {
    await platform.unitOfWork.run((tx) => {
      for (let n = 0; n < 1_203; n += 1) tx.pendingEvents.push(pending(n % 3 === 0 ? 'other' : 'wanted', { n }));
      return Promise.resolve();
    });
    const feed = new ConsumerFeed(new WritingConsumer('reader', ['wanted']), feedParts(platform));
    await drain(feed);
    const effects = await effectsOf(platform, 'reader');
    expect(effects).toHaveLength(802);
    expect(effects).toEqual(await loggedIds(platform, ['wanted']));
    expect(await feed.pass()).toBeNull();
    expect(await effectsOf(platform, 'reader')).toEqual(effects);
  });

  it('goes on where it was after a restart', async () => {
    const consumer = new WritingConsumer('reader', ['wanted']);
    await publishEach(platform, [pending('wanted')]);
    await drain(new ConsumerFeed(consumer, feedParts(platform)));
    await publishEach(platform, [pending('wanted')]);
    await drain(new ConsumerFeed(consumer, feedParts(platform)));
    expect(await effectsOf(platform, 'reader')).toEqual(await loggedIds(platform));
  });

  it('takes a failed batch back, then gives it singly: only the poison is set aside, after five tries', async () => {
    await publishEach(
      platform,
      ['a', 'b', 'poison', 'c', 'd'].map((label) => pending('wanted', { label })),
    );
    const parts = feedParts(platform);
    let poisonings = 0;
    const consumer = new WritingConsumer('fragile', ['wanted'], (events) => {
      if (!events.some(({ data }) => data['label'] === 'poison')) return;
      poisonings += 1;
      throw new TypeError('bad event of Ivan Petrov');
    });
    await drain(new ConsumerFeed(consumer, parts));
    const [a, b, , c, d] = await loggedIds(platform);
    expect(await effectsOf(platform, 'fragile')).toEqual([a, b, c, d]);
    expect(await failuresOf('fragile')).toEqual([
      { attempts: 5, last_error: 'TypeError', set_aside_at: platform.clock.now() },
    ]);
    // Once in its batch, five times alone.
    expect(poisonings).toBe(6);
    expect((await parts.metrics.setAside.get()).values).toEqual([
      expect.objectContaining({ value: 1, labels: { consumer: 'fragile' } }),
    ]);
    expect(parts.logger.lines.map(({ level, event }) => `${level} ${event}`)).toEqual(['error event set aside']);
  });

  it('waits out the back-off of a failed event, in every process, and is through all tries within 5 s', async () => {
    await publishEach(platform, [pending('wanted')]);
    const consumer = new WritingConsumer('fragile', ['wanted'], () => Promise.reject(new Error('no')));
    const here = new ConsumerFeed(consumer, feedParts(platform));
    const there = new ConsumerFeed(consumer, feedParts(platform));
    const startedMs = platform.clock.monotonicMs();
    const retryAt = await here.pass();
    expect(retryAt).toBeInstanceOf(Date);
    expect(await there.pass()).toEqual(retryAt);
    expect(await failuresOf('fragile')).toMatchObject([{ attempts: 1 }]);
    await drain(here);
    expect(await failuresOf('fragile')).toMatchObject([{ attempts: 5 }]);
    expect(platform.clock.monotonicMs() - startedMs).toBeLessThan(5_000);
  });

  it('forgets the failures of an event that gets through, and blames no neighbour', async () => {
    await publishEach(
      platform,
      ['a', 'shaky', 'b'].map((label) => pending('wanted', { label })),
    );
    let tries = 0;
    const consumer = new WritingConsumer('reader', ['wanted'], (events) => {
      if (events.some(({ data }) => data['label'] === 'shaky') && ++tries < 4) throw new Error('not yet');
    });
    await drain(new ConsumerFeed(consumer, feedParts(platform)));
    expect(await effectsOf(platform, 'reader')).toEqual(await loggedIds(platform));
    expect(await failuresOf('reader')).toMatchObject([{ attempts: 2, set_aside_at: null }]);
  });

  it('looks again soon when another dispatcher holds the position', async () => {
    const feed = new ConsumerFeed(new WritingConsumer('reader', ['wanted']), feedParts(platform));
    await feed.pass();
    await publishEach(platform, [pending('wanted')]);
    await platform.unitOfWork.run(async (tx) => {
      await tx.query('SELECT 1 FROM event_consumers WHERE name = $1 FOR UPDATE', ['reader']);
      const next = await feed.pass();
      expect(next).toBeInstanceOf(Date);
      expect((next as Date).getTime() - platform.clock.now().getTime()).toBeLessThanOrEqual(100);
    });
    await feed.pass();
    expect(await effectsOf(platform, 'reader')).toHaveLength(1);
  });

  it('carries the trace of the event into what the consumer publishes', async () => {
    const traceId = 'a1'.repeat(16);
    await runInContext(systemContext(traceId, 'somebody'), () => publishEach(platform, [pending('wanted')]));
    const actors: string[] = [];
    const consumer = new WritingConsumer('echo', ['wanted'], (_events, tx) => {
      actors.push(currentContext().actor.id);
      tx.pendingEvents.push(pending('echoed'));
    });
    await drain(new ConsumerFeed(consumer, feedParts(platform)));
    const [echo] = await platform.unitOfWork.read((tx) => platform.eventLog.after(tx, '0', ['echoed'], 10));
    expect(echo?.traceId).toBe(traceId);
    expect(actors).toEqual(['echo']);
  });

  it('counts nothing against an event when the database is what fails', async () => {
    await publishEach(platform, [pending('wanted')]);
    const feed = new ConsumerFeed(new WritingConsumer('reader', ['wanted']), feedParts(platform));
    await feed.pass();
    await publishEach(platform, [pending('wanted')]);
    await platform.unitOfWork.run((tx) => tx.query('ALTER TABLE event_consumers RENAME TO gone'));
    await expect(feed.pass()).rejects.toThrow();
    await platform.unitOfWork.run((tx) => tx.query('ALTER TABLE gone RENAME TO event_consumers'));
    await drain(feed);
    expect(await failuresOf('reader')).toEqual([]);
    expect(await effectsOf(platform, 'reader')).toHaveLength(2);
  });
});
