import { type Simulator, startSimulator } from '../../../../../simulator/index.js';
import { KNOWN_EVENT_TYPES } from '../../../../../src/modules/hikcentral-gateway/index.js';
import { SystemClock } from '../../../../../src/platform/clock/system-clock.js';
import { openTestDatabase, type TestDatabase } from '../../../../support/database.js';
import { startGateway, type TestGateway } from '../../../../support/gateway.js';
import { ManualClock } from '../../../../support/manual-clock.js';
import { testPlatform } from '../../../../support/platform.js';
import { GUEST_ID, monitoringParts } from '../support/monitoring-parts.js';

/** The simulator's staff have faces and access: one of them plays our guest, the others are strangers. */
const OUR_CODE = 'E00001';
const THEIR_CODE = 'E00002';
const EVENTS = '/artemis/api/acs/v1/door/events';

describe('reading passages through the gateway', () => {
  let database: TestDatabase;
  let simulator: Simulator;
  let gateway: TestGateway;

  beforeEach(async () => {
    database = await openTestDatabase();
    simulator = await startSimulator({ limit: { calls: null }, eventDelayMs: 0, employeeCount: 10 });
    gateway = await startGateway({ database, simulator });
  });

  afterEach(async () => {
    await gateway.stop();
    await simulator.close();
    await database.close();
  });

  function openParts() {
    const platform = testPlatform(database, new SystemClock());
    const parts = monitoringParts(platform, [{ of: 'reader', code: '1', direction: 'entry' }]);
    parts.codes.guestIds.set(OUR_CODE, GUEST_ID);
    const query = <Row>(sql: string): Promise<Row[]> => platform.unitOfWork.read((tx) => tx.query<Row>(sql));
    return { ...parts, platform, query };
  }

  it('finds a guest among all others, with the direction of the reader', async () => {
    const { readPassages, query } = openParts();
    const lateByMs = 3_600_000;
    simulator.control.walk({ personCode: OUR_CODE, readerIndexCode: '1' });
    simulator.control.walk({ personCode: THEIR_CODE, readerIndexCode: '1' });
    simulator.control.walk({ unknownFace: true, readerIndexCode: '2' });
    simulator.control.walk({ personCode: OUR_CODE, readerIndexCode: '2', lateByMs });
    await readPassages.run(gateway.session);
    await readPassages.run(gateway.session);
    const passages = await query<{ occurred_at: Date; recorded_at: Date }>(
      'SELECT guest_id, reader_id, direction, result, occurred_at, recorded_at FROM passages ORDER BY occurred_at DESC',
    );
    expect(passages).toMatchObject([
      { guest_id: GUEST_ID, reader_id: '1', direction: 'entry', result: 'granted' },
      { guest_id: GUEST_ID, reader_id: '2', direction: null, result: 'granted' },
    ]);
    const late = passages[1]!;
    expect(late.recorded_at.getTime() - late.occurred_at.getTime()).toBeGreaterThan(lateByMs - 2_000);
    expect(await query('SELECT door_id, event_type FROM foreign_passages ORDER BY event_type')).toEqual([
      { door_id: '1', event_type: 196_893 },
      { door_id: '1', event_type: 197_151 },
    ]);
  });

  it('reads all of a busy morning while people keep coming', async () => {
    const { readPassages, query } = openParts();
    const walk = (count: number): void => {
      for (let index = 0; index < count; index += 1) {
        simulator.control.walk({ personCode: index % 2 === 0 ? OUR_CODE : THEIR_CODE, readerIndexCode: '1' });
      }
    };
    walk(1_100);
    const reading = readPassages.run(gateway.session);
    walk(100);
    await reading;
    await readPassages.run(gateway.session);
    expect(await query('SELECT count(*)::int AS own FROM passages')).toEqual([{ own: 600 }]);
    expect(await query('SELECT count(*)::int AS others FROM foreign_passages')).toEqual([{ others: 600 }]);
  });

  it('reads a long list in pages that are short enough for the server', async () => {
    // Events of two seconds would be read in one page more: what is counted here happens within one.
    const still = await startSimulator({
      limit: { calls: null },
      eventDelayMs: 0,
      employeeCount: 10,
      clock: new ManualClock(new Date()),
    });
    const stillGateway = await startGateway({ database, simulator: still });
    const { readPassages, query } = openParts();
    for (let index = 0; index < 300; index += 1) still.control.walk({ personCode: OUR_CODE, readerIndexCode: '1' });
    still.control.faults.add({ kind: 'refuse', path: EVENTS, code: '0x00072004', times: 2 });
    await readPassages.run(stillGateway.session);
    expect(stillGateway.session.capabilities().pageSize).toBe(125);
    expect(await query('SELECT count(*)::int AS own FROM passages')).toEqual([{ own: 300 }]);
    const codes = still.control.arrivals().flatMap(({ path, answerCode }) => (path === EVENTS ? [answerCode] : []));
    expect(codes).toEqual(['0x00072004', '0x00072004', '0', '0', '0']);
    await stillGateway.stop();
    await still.close();
  });

  it('fails where even the shortest page is too long', async () => {
    const { readPassages } = openParts();
    simulator.control.faults.add({ kind: 'refuse', path: EVENTS, code: '0x00072004' });
    await expect(readPassages.run(gateway.session)).rejects.toMatchObject({ code: 'GATEWAY.ANSWER_TOO_LONG' });
    expect(simulator.control.arrivals().filter(({ path }) => path === EVENTS)).toHaveLength(6);
  });

  it('reads a HikCentral 2.x type by type: faces each poll, and of the others one after the other', async () => {
    const old = await startSimulator({
      limit: { calls: null },
      eventDelayMs: 0,
      employeeCount: 10,
      softVersion: 'V2.4.0.0',
      groupShape: 'flat',
    });
    const oldGateway = await startGateway({ database, simulator: old });
    const { readPassages, query } = openParts();
    const read = async (eventType: number): Promise<Date> =>
      (await query<{ at: Date }>(`SELECT complete_to AS at FROM passage_cursors WHERE event_type = ${eventType}`))[0]!
        .at;
    const asked = (): readonly unknown[] => old.control.arrivals().map(({ answerCode }) => answerCode);
    old.control.walk({ personCode: OUR_CODE, readerIndexCode: '1' });
    old.control.walk({ unknownFace: true, readerIndexCode: '1' });
    old.control.walk({ cardNo: '12345678', readerIndexCode: '1' });
    await readPassages.run(oldGateway.session);
    // The first was for all types.
    expect(asked()).toEqual(['0x00072001', '0', '0', '0']);
    const first = await read(196_893);
    old.control.walk({ personCode: OUR_CODE, readerIndexCode: '1' });
    await readPassages.run(oldGateway.session, 'push');
    expect(asked()).toHaveLength(6);
    expect(await read(196_893)).not.toEqual(first);
    expect(await query('SELECT result, source FROM passages ORDER BY recorded_at')).toEqual([
      { result: 'granted', source: 'poll' },
      { result: 'granted', source: 'push' },
    ]);
    // A stranger's card comes to its turn, and was not lost until then.
    const foreignTypes = () => query('SELECT event_type FROM foreign_passages ORDER BY event_type');
    expect(await foreignTypes()).toEqual([{ event_type: 197_151 }]);
    await query(`
      INSERT INTO passage_cursors SELECT server_id, resume_from, now(), now(), known
      FROM passage_cursors, unnest(ARRAY[${KNOWN_EVENT_TYPES.join(',')}]) AS known
      WHERE event_type = 0 AND known <> 197634 ON CONFLICT DO NOTHING`);
    await readPassages.run(oldGateway.session);
    expect(asked()).toHaveLength(9);
    expect(await foreignTypes()).toEqual([{ event_type: 197_151 }, { event_type: 197_634 }]);
    await oldGateway.stop();
    await old.close();
  });

  it('lists its doors', async () => {
    const { refreshDoors, query } = openParts();
    await refreshDoors.run(gateway.session);
    expect(await query('SELECT door_id, name FROM doors ORDER BY door_id')).toMatchObject([
      { door_id: '1', name: 'Main entrance' },
      { door_id: '2', name: 'Exit' },
      { door_id: '3', name: 'Laboratory' },
      { door_id: '4', name: 'Staff entrance' },
    ]);
  });
});
