import { Test } from '@nestjs/testing';
import { BELLS } from '../../../src/contracts/bells.js';
import { ENTITIES, MIGRATIONS } from '../../../src/app.persistence.js';
import { Clock } from '../../../src/platform/clock/clock.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { EventLogReader } from '../../../src/platform/event-log/event-log-reader.js';
import { PlatformModule } from '../../../src/platform/platform.module.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { ManualClock } from '../../support/manual-clock.js';
import { testSettings } from '../../support/settings.js';

describe('platform module', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await openTestDatabase();
  });

  afterAll(() => database.close());

  it('starts on a database, writes an event in the transaction of its change, and shuts down', async () => {
    const settings = testSettings({ databaseUrl: database.url, databasePoolMax: 2 });
    const clock = new ManualClock();
    const app = await Test.createTestingModule({
      imports: [
        PlatformModule.forRoot(settings, {
          entities: ENTITIES,
          migrations: MIGRATIONS,
          bells: Object.values(BELLS),
          logLevel: 'silent',
        }),
      ],
    })
      .overrideProvider(Clock)
      .useValue(clock)
      .compile();
    await app.init();
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
});
