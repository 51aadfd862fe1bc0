import { UnitOfWork } from '../../../../src/platform/database/unit-of-work.js';
import { openTestDatabase, type TestDatabase } from '../../../support/database.js';
import { openPlatformApp } from '../../../support/platform-app.js';
import { testPlatform } from '../../../support/platform.js';
import { SystemClock } from '../../../../src/platform/clock/system-clock.js';
import { waitFor } from '../../../support/wait-for.js';
import { CREATE_EFFECTS, effectsOf, pending, WritingConsumer } from './feed-support.js';

describe('event dispatcher', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await openTestDatabase();
    await database.dataSource.query(CREATE_EFFECTS);
  });

  afterEach(() => database.close());

  it('finds the consumers among the providers and wakes them when something is committed', async () => {
    const app = await openPlatformApp({
      databaseUrl: database.url,
      providers: [
        { provide: 'one', useFactory: () => new WritingConsumer('one', ['x']) },
        { provide: 'two', useFactory: () => new WritingConsumer('two', ['x']) },
        { provide: 'alias of two', useExisting: 'two' },
      ],
    });
    try {
      const platform = testPlatform(database, new SystemClock());
      await app.get(UnitOfWork).run((tx) => {
        tx.pendingEvents.push(pending('x'));
        return Promise.resolve();
      });
      const committedMs = performance.now();
      for (const name of ['one', 'two']) await waitFor(async () => (await effectsOf(platform, name)).length === 1);
      // Well below the sweep: it was the bell.
      expect(performance.now() - committedMs).toBeLessThan(2_000);
    } finally {
      await app.close();
    }
  });

  it('stops the boot when two consumers share a name', async () => {
    const opening = openPlatformApp({
      databaseUrl: database.url,
      providers: [
        { provide: 'one', useFactory: () => new WritingConsumer('same', ['x']) },
        { provide: 'two', useFactory: () => new WritingConsumer('same', ['y']) },
      ],
    });
    await expect(opening).rejects.toThrow('two event consumers are named same');
  });
});
