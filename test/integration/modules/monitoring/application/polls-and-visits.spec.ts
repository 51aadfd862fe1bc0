import { Registry } from 'prom-client';
import { ApplyPassages } from '../../../../../src/modules/visits/application/apply-passages.js';
import { ApplyPassagesWhenRecorded } from '../../../../../src/modules/visits/listeners/apply-passages-when-recorded.listener.js';
import { TypeormVisitRepository } from '../../../../../src/modules/visits/persistence/typeorm-visit-repository.js';
import { ConsumerFeed } from '../../../../../src/platform/event-log/consumer-feed.js';
import { EventLogMetrics } from '../../../../../src/platform/event-log/event-log.metrics.js';
import { SqlConsumerPositions } from '../../../../../src/platform/event-log/sql-consumer-positions.js';
import { someSettings } from '../../../../support/settings.js';
import { TestLogger } from '../../../../support/test-logger.js';
import { SqlCardholderDirectory } from '../../../../../src/modules/access-control/application/sql-cardholder-directory.js';
import { SqlCardholderRepository } from '../../../../../src/modules/access-control/persistence/sql-cardholder-repository.js';
import { openTestDatabase, type TestDatabase } from '../../../../support/database.js';
import { ManualClock } from '../../../../support/manual-clock.js';
import { testPlatform, type TestPlatform } from '../../../../support/platform.js';
import { anEvent, EventList } from '../support/event-list.js';
import { monitoringParts, SERVER_ID } from '../support/monitoring-parts.js';
import { ScriptedSession } from '../support/scripted-session.js';
import { countStatements } from '../support/count-statements.js';

const SECOND = 1_000;
const DAY = 24 * 3_600 * SECOND;
const PERSON_CODE = 'VST0000000000001';

describe('a poll', () => {
  let database: TestDatabase;
  let clock: ManualClock;
  let platform: TestPlatform;
  let list: EventList;

  beforeEach(async () => {
    database = await openTestDatabase();
    clock = new ManualClock();
    platform = testPlatform(database, clock);
    list = new EventList();
  });

  afterEach(() => database.close());

  const ago = (ms: number): Date => new Date(clock.now().getTime() - ms);
  const openSession = () => new ScriptedSession(SERVER_ID, platform.unitOfWork, (operation) => list.answer(operation));

  /** Guests with a visit that is open now and a person in HikCentral. */
  async function open(visits: number): Promise<void> {
    const { dataSource } = database;
    await dataSource.query('TRUNCATE visit_access, cardholders, visits, guests CASCADE');
    const ids = `FROM generate_series(1, $1::int) AS number, LATERAL (SELECT
      ('00000000-0001-7000-8000-' || lpad(number::text, 12, '0'))::uuid AS guest_id,
      ('00000000-0002-7000-8000-' || lpad(number::text, 12, '0'))::uuid AS visit_id) AS ids`;
    await dataSource.query(
      `INSERT INTO guests (id, full_name, revision, created_at, updated_at)
       SELECT guest_id, 'Guest ' || number, 1, now(), now() ${ids}`,
      [visits],
    );
    await dataSource.query(
      `INSERT INTO visits (id, guest_id, kind, status, host_name, host_email, valid_from, valid_to,
         announced_exit_policy, exit_policy, access_level_ids, created_at, updated_at)
       SELECT visit_id, guest_id, 'guest', 'expected', 'Host', 'host@site.test', $2, $3, 'grace', 'grace', '{1}', now(), now() ${ids}`,
      [visits, ago(DAY), ago(-DAY)],
    );
    const people = Array.from({ length: visits }, (_, index) => {
      const number = String(index + 1);
      return {
        id: `00000000-0003-7000-8000-${number.padStart(12, '0')}`,
        guestId: `00000000-0001-7000-8000-${number.padStart(12, '0')}`,
        personCode: `VST${number.padStart(13, '0')}`,
      };
    });
    const cardholders = new SqlCardholderRepository();
    await platform.unitOfWork.run((tx) => cardholders.insert(tx, SERVER_ID, people, clock.now()));
  }

  it.each([
    ['that finds nothing', 0],
    ['that finds passages of guests', 3],
  ])('%s costs one call and the same statements, whether 10 visits are open or 1,000', async (_, passages) => {
    const costs: unknown[] = [];
    for (const visits of [1, 10, 1_000]) {
      await open(visits);
      await clock.advance(600 * SECOND);
      list.events.length = 0;
      for (let index = 0; index < passages; index += 1) {
        list.events.push(anEvent(ago(SECOND), { personCode: PERSON_CODE, deviceTime: clock.now().toISOString() }));
      }
      const { readPassages, keepDoorClocks } = monitoringParts(platform, [], new SqlCardholderDirectory());
      const session = openSession();
      const count = countStatements(database);
      const own = await readPassages.run(session);
      await keepDoorClocks.run(SERVER_ID);
      costs.push({ own, calls: session.sent.length, statements: count.stop() });
    }
    // The first poll of all also makes the cursor and the door.
    expect(costs[1]).toMatchObject({ own: passages, calls: 1 });
    expect(costs[2]).toEqual(costs[1]);
  });

  it.each([1, 200])(
    'with its effects on visits costs the same statements for %s passages as for another number',
    async (passages) => {
      await open(200);
      const { readPassages } = monitoringParts(platform, [], new SqlCardholderDirectory());
      const applied = new ApplyPassagesWhenRecorded(
        new ApplyPassages(new TypeormVisitRepository(someSettings()), someSettings(), clock, platform.doorbell),
      );
      const logger = new TestLogger();
      const { unitOfWork, eventLog: reader, random } = platform;
      const metrics = new EventLogMetrics(new Registry());
      const parts = { unitOfWork, reader, positions: new SqlConsumerPositions(), clock, random, logger, metrics };
      const feed = new ConsumerFeed(applied, parts);
      const pollWith = async (count: number): Promise<number> => {
        await clock.advance(600 * SECOND);
        for (let index = 0; index < count; index += 1) {
          const personCode = `VST${String(index + 1).padStart(13, '0')}`;
          list.events.push(anEvent(ago(SECOND), { personCode, deviceTime: clock.now().toISOString() }));
        }
        const counted = countStatements(database);
        await readPassages.run(openSession());
        await feed.pass();
        return counted.stop();
      };
      // The first of all makes door, cursor and consumer.
      await pollWith(2);
      expect(await pollWith(passages)).toBe(await pollWith(7));
      const [row] = await database.dataSource.query<{ n: number }[]>(
        `SELECT count(*)::int AS n FROM visits WHERE status = 'checked_in'`,
      );
      expect(row!.n).toBe(Math.max(7, passages));
    },
  );

  it('after ten days without any catches up in order, page by page, each stored before the next is read', async () => {
    const { readPassages } = monitoringParts(platform);
    await readPassages.run(openSession());
    await clock.advance(10 * DAY);
    for (let index = 0; index < 2_000; index += 1) list.events.push(anEvent(ago(10 * DAY - index * 400 * SECOND)));
    const storedBefore: number[] = [];
    const windows: number[] = [];
    const count = async (): Promise<number> =>
      Number((await database.dataSource.query<{ n: string }[]>('SELECT count(*) AS n FROM foreign_passages'))[0]!.n);
    const session = openSession();
    const call = session.call.bind(session);
    session.call = async (lane, choose) => {
      storedBefore.push(await count());
      return call(lane, choose);
    };
    await readPassages.run(session);
    for (const { operation } of session.sent) windows.push(Date.parse(String(operation.body['startTime'])));
    expect(await count()).toBe(2_000);
    expect(windows).toEqual(windows.toSorted((one, other) => one - other));
    // A page reads a second of the one before it again.
    expect(storedBefore).toEqual([0, 500, 999, 1_498, 1_997]);
    expect(new Set(session.sent.map(({ lane }) => lane))).toEqual(new Set(['passages']));
  });
});
