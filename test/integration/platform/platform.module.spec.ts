import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { Clock } from '../../../src/platform/clock/clock.js';
import { EventLogReader } from '../../../src/platform/event-log/event-log-reader.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { ManualClock } from '../../support/manual-clock.js';
import { openPlatformApp } from '../../support/platform-app.js';

describe('platform module', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await openTestDatabase();
  });

  afterAll(() => database.close());

  it('writes an event in the transaction of its change, at the time of an injected clock', async () => {
    const clock = new ManualClock();
    const app = await openPlatformApp({
      databaseUrl: database.url,
      settings: { role: 'api' },
      adjust: (builder) => builder.overrideProvider(Clock).useValue(clock),
    });
    try {
      const unitOfWork = app.get(UnitOfWork);
      await unitOfWork.run((tx) => {
        tx.pendingEvents.push({ name: 'x', data: { n: 1 }, visitIds: [], cause: { kind: 'system', ref: null } });
        return Promise.resolve();
      });
      const events = await unitOfWork.read((tx) => app.get(EventLogReader).after(tx, '0', null, 10));
      expect(events).toEqual([expect.objectContaining({ name: 'x', data: { n: 1 }, at: clock.now() })]);
    } finally {
      await app.close();
    }
  });

  it('ends a transaction that is left open: a stopped process must not hold the order of events', async () => {
    const [row] = await database.dataSource.query<{ idle: string }[]>(
      `SELECT current_setting('idle_in_transaction_session_timeout') AS idle`,
    );
    expect(row?.idle).toBe('10s');
  });
});
