import { type Transaction } from '../../../../../src/platform/database/transaction.js';
import { TransactionHook } from '../../../../../src/platform/database/unit-of-work.js';
import { openTestDatabase, type TestDatabase } from '../../../../support/database.js';
import { ManualClock } from '../../../../support/manual-clock.js';
import { testPlatform, type TestPlatform } from '../../../../support/platform.js';
import { anEvent, EventList, FACE_REFUSED, vendorTime } from '../support/event-list.js';
import { countStatements } from '../support/count-statements.js';
import { GUEST_CODE, GUEST_ID, monitoringParts, SERVER_ID } from '../support/monitoring-parts.js';
import { ScriptedSession } from '../support/scripted-session.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

interface PassageRow {
  readonly event_id: string;
  readonly guest_id: string;
  readonly direction: string | null;
  readonly result: string;
  readonly occurred_at: Date;
  readonly picture_uri: string | null;
}

/** The process dies when everything is written and nothing is committed. */
class CrashBeforeCommit extends TransactionHook {
  crashes = 0;

  override begin(): Promise<void> {
    return Promise.resolve();
  }

  override beforeCommit(tx: Transaction): Promise<void> {
    if (this.crashes === 0 || tx.pendingEvents.length === 0) return Promise.resolve();
    this.crashes -= 1;
    return Promise.reject(new Error('killed'));
  }
}

describe('reading passages', () => {
  let database: TestDatabase;
  let clock: ManualClock;
  let crash: CrashBeforeCommit;
  let platform: TestPlatform;
  let list: EventList;
  let unansweredPages: number[];

  beforeEach(async () => {
    database = await openTestDatabase();
    clock = new ManualClock();
    crash = new CrashBeforeCommit();
    platform = testPlatform(database, clock, [crash]);
    list = new EventList();
    unansweredPages = [];
  });

  afterEach(() => database.close());

  const ago = (ms: number): Date => new Date(clock.now().getTime() - ms);
  const query = <Row>(sql: string): Promise<Row[]> => platform.unitOfWork.read((tx) => tx.query<Row>(sql));
  const passages = (): Promise<PassageRow[]> => query('SELECT * FROM passages ORDER BY recorded_at, event_id');
  const foreignCount = async (): Promise<number> =>
    Number((await query<{ count: string }>('SELECT count(*) FROM foreign_passages'))[0]!.count);
  const published = (): Promise<{ data: Record<string, unknown> }[]> =>
    query(`SELECT data FROM domain_events WHERE name = 'monitoring.passage-recorded.v1' ORDER BY position`);
  const position = async () =>
    (await query<{ resume_from: Date; complete_to: Date }>('SELECT * FROM passage_cursors'))[0];

  function openSession(): ScriptedSession {
    let page = 0;
    return new ScriptedSession(SERVER_ID, platform.unitOfWork, (operation) =>
      unansweredPages.includes((page += 1)) ? null : list.answer(operation),
    );
  }

  it('keeps what a guest did at the doors, and tells it', async () => {
    const at = ago(MINUTE);
    list.events.push(
      anEvent(at, { eventId: 'in', personCode: GUEST_CODE, readerIndexCode: '1', picUri: 'Vsm://event/in' }),
      anEvent(at, { eventId: 'refused', personCode: GUEST_CODE, readerIndexCode: '2', eventType: FACE_REFUSED }),
      anEvent(at, { eventId: 'strange', personCode: GUEST_CODE, readerIndexCode: '2', eventType: 999_999 }),
    );
    const { readPassages } = monitoringParts(platform, [{ of: 'reader', code: '1', direction: 'entry' }]);
    await readPassages.run(openSession());
    expect(await passages()).toMatchObject([
      { event_id: 'in', guest_id: GUEST_ID, direction: 'entry', result: 'granted', picture_uri: 'Vsm://event/in' },
      { event_id: 'refused', direction: null, result: 'face_mismatch', picture_uri: null },
      { event_id: 'strange', direction: null, result: 'other' },
    ]);
    expect((await published()).map(({ data }) => data)).toMatchObject([
      { serverId: SERVER_ID, eventId: 'in', guestId: GUEST_ID, doorId: '1', occurredAt: at.toISOString() },
      { eventId: 'refused', result: 'face_mismatch' },
      { eventId: 'strange', result: 'other' },
    ]);
  });

  it('keeps of others only door, time and type', async () => {
    const at = ago(MINUTE);
    list.events.push(anEvent(at, { eventId: 'theirs' }), anEvent(at, { personCode: '', personId: '' }));
    const { readPassages } = monitoringParts(platform);
    await readPassages.run(openSession());
    await readPassages.run(openSession());
    const rows = await query<Record<string, unknown>>('SELECT * FROM foreign_passages');
    expect(rows).toHaveLength(2);
    expect(Object.keys(rows[0]!).sort()).toEqual([
      'door_id',
      'event_key',
      'event_type',
      'occurred_at',
      'received_at',
      'server_id',
    ]);
    expect(JSON.stringify(rows)).not.toContain('theirs');
    expect(await passages()).toEqual([]);
    expect(await published()).toEqual([]);
  });

  it('stores an event once however often it is read', async () => {
    list.events.push(anEvent(ago(10 * SECOND), { personCode: GUEST_CODE }), anEvent(ago(9 * SECOND)));
    const { readPassages } = monitoringParts(platform);
    for (let poll = 0; poll < 3; poll += 1) await readPassages.run(openSession());
    await Promise.all([readPassages.run(openSession()), readPassages.run(openSession())]);
    expect([(await passages()).length, await foreignCount(), (await published()).length]).toEqual([1, 1, 1]);
  });

  it('finds a late upload by its record time and keeps the time of the device', async () => {
    const { readPassages } = monitoringParts(platform);
    await readPassages.run(openSession());
    await clock.advance(5 * MINUTE);
    const happenedAt = ago(3 * 60 * MINUTE);
    list.events.push(anEvent(ago(SECOND), { personCode: GUEST_CODE, deviceTime: vendorTime(happenedAt) }));
    await readPassages.run(openSession());
    expect(await passages()).toMatchObject([{ occurred_at: happenedAt }]);
  });

  describe('of more events than a page holds', () => {
    const total = 1_203;

    beforeEach(() => {
      // Three in each second: pages end between events of one instant.
      for (let index = 0; index < total; index += 1) {
        const at = ago(8 * MINUTE - Math.floor(index / 3) * SECOND);
        list.events.push(anEvent(at, index % 2 === 0 ? { personCode: GUEST_CODE } : {}));
      }
    });

    it('loses and doubles none', async () => {
      const session = openSession();
      await monitoringParts(platform).readPassages.run(session);
      expect(session.sent.map(({ lane }) => lane)).toEqual(['passages', 'passages', 'passages']);
      expect([(await passages()).length, await foreignCount()]).toEqual([602, 601]);
      expect(await published()).toHaveLength(602);
    });

    it('moves nothing for a page that was not answered, and goes on behind the page before it', async () => {
      unansweredPages = [2];
      const { readPassages } = monitoringParts(platform);
      await expect(readPassages.run(openSession())).rejects.toMatchObject({ code: 'GATEWAY.TIMEOUT' });
      const stored = (await passages()).length + (await foreignCount());
      expect(stored).toBe(500);
      const reached = await position();
      const edge = Date.parse(list.events[499]!.eventTime);
      expect(reached).toMatchObject({ resume_from: new Date(edge), complete_to: new Date(edge) });

      unansweredPages = [1];
      await expect(readPassages.run(openSession())).rejects.toMatchObject({ code: 'GATEWAY.TIMEOUT' });
      expect(await position()).toEqual(reached);

      unansweredPages = [];
      const session = openSession();
      await readPassages.run(session);
      expect(session.sent).toHaveLength(2);
      expect((await passages()).length + (await foreignCount())).toBe(total);
    });

    it('loses nothing to a crash between the reading of a page and its commit', async () => {
      const { readPassages } = monitoringParts(platform);
      crash.crashes = 1;
      await expect(readPassages.run(openSession())).rejects.toThrow('killed');
      expect([await passages(), await foreignCount(), await published()]).toEqual([[], 0, []]);
      crash.crashes = 1;
      await expect(readPassages.run(openSession())).rejects.toThrow('killed');
      await readPassages.run(openSession());
      expect([(await passages()).length, await foreignCount(), (await published()).length]).toEqual([602, 601, 602]);
    });
  });

  it('costs the same number of statements for a full page as for one event', async () => {
    const { readPassages } = monitoringParts(platform);
    const add = (events: number): void => {
      for (let index = 0; index < events; index += 1) {
        list.events.push(anEvent(ago(SECOND), { personCode: GUEST_CODE }), anEvent(ago(SECOND)));
      }
    };
    const statementsFor = async (events: number): Promise<number> => {
      await clock.advance(5 * MINUTE);
      list.events.length = 0;
      add(events);
      const count = countStatements(database);
      await readPassages.run(openSession());
      return count.stop();
    };
    // The first poll also makes the cursor and the door.
    await statementsFor(1);
    expect(await statementsFor(200)).toBe(await statementsFor(1));
    expect(await passages()).toHaveLength(202);
  });

  describe('for the first time', () => {
    it('begins a little before the present, also when the first calls fail', async () => {
      list.events.push(
        anEvent(ago(60 * MINUTE), { eventId: 'old', personCode: GUEST_CODE }),
        anEvent(ago(5 * MINUTE), { eventId: 'recent', personCode: GUEST_CODE }),
      );
      const { readPassages } = monitoringParts(platform);
      unansweredPages = [1];
      await expect(readPassages.run(openSession())).rejects.toMatchObject({ code: 'GATEWAY.TIMEOUT' });
      await clock.advance(60 * MINUTE);
      unansweredPages = [];
      await readPassages.run(openSession());
      expect((await passages()).map(({ event_id }) => event_id)).toEqual(['recent']);
    });
  });

  it('never moves back for a page that is stored late', async () => {
    const { positions } = monitoringParts(platform);
    const move = (at: Date): Promise<void> =>
      platform.unitOfWork.run((tx) =>
        positions.move(tx, SERVER_ID, 0, { resumeFrom: at, completeTo: at }, clock.now()),
      );
    const newer = ago(MINUTE);
    await move(newer);
    await move(ago(2 * MINUTE));
    expect(await position()).toMatchObject({ resume_from: newer, complete_to: newer });
  });

  it('is not held up by what cannot be read or stored, and loses nothing beside it', async () => {
    const at = ago(MINUTE);
    const good = (eventId: string): object => anEvent(at, { eventId, personCode: GUEST_CODE });
    const page = [
      good('first'),
      { ...good('nul\0id') },
      { ...good('x'), eventId: undefined },
      { ...good('no-time'), eventTime: 'yesterday' },
      { ...good('year-0'), eventTime: '0000-01-01T00:00:00Z' },
      { ...good('year-9999'), eventTime: '9999-12-31T23:59:59Z' },
      { ...good('no-type'), eventType: undefined },
      { ...good('big-type'), eventType: 9_999_999_999 },
      { ...good('y'), eventId: 'y'.repeat(10_000) },
      { ...good('named'), doorName: 'Lobby\0', readerIndexCode: 'r\0', picUri: '\0' },
      { ...good('clockless'), deviceTime: '1970-01-01T00:00:09Z' },
      { ...good('elsewhere'), doorIndexCode: 'd'.repeat(10_000) },
      good('twice'),
      good('twice'),
      null,
      good('last'),
    ];
    const { readPassages } = monitoringParts(platform);
    const session = new ScriptedSession(SERVER_ID, platform.unitOfWork, () => ({ total: page.length, list: page }));
    await readPassages.run(session);
    expect(session.sent).toHaveLength(1);
    const stored = await passages();
    expect(stored.map(({ event_id }) => event_id)).toEqual([
      'clockless',
      'elsewhere',
      'first',
      'last',
      'named',
      'twice',
    ]);
    expect(stored[0]!.occurred_at).toEqual(at);
    expect((await position())!.complete_to).toEqual(ago(30 * SECOND));
  });

  it('tells lag and results to Prometheus', async () => {
    const { readPassages, registry, metrics } = monitoringParts(platform);
    list.events.push(anEvent(ago(MINUTE), { personCode: GUEST_CODE, eventType: FACE_REFUSED }), anEvent(ago(MINUTE)));
    await readPassages.run(openSession());
    await clock.advance(MINUTE);
    const text = await registry.metrics();
    expect(text).toContain(`vestibule_passages_stored_total{server="${SERVER_ID}",result="face_mismatch"} 1`);
    expect(text).toContain(`vestibule_foreign_passages_stored_total{server="${SERVER_ID}"} 1`);
    expect(text).toContain(`vestibule_passage_watermark_lag_seconds{server="${SERVER_ID}"} 90`);
    metrics.readingEnded(SERVER_ID);
    expect(await registry.metrics()).not.toContain('vestibule_passage_watermark_lag_seconds{');
  });
});
