import { type Simulator, startSimulator } from '../../../../../simulator/index.js';
import { openTestDatabase, type TestDatabase } from '../../../../support/database.js';
import { startGateway, type TestGateway } from '../../../../support/gateway.js';
import { ManualClock } from '../../../../support/manual-clock.js';
import { testPlatform } from '../../../../support/platform.js';
import { monitoringParts } from '../support/monitoring-parts.js';

const EVENTS = '/artemis/api/acs/v1/door/events';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The simulator's staff play our guests. */
const GUESTS = Array.from({ length: 45 }, (_, index) => `E${String(index + 1).padStart(5, '0')}`);

describe('looking for late passages', () => {
  let database: TestDatabase;
  let clock: ManualClock;
  let simulator: Simulator;
  let gateway: TestGateway;

  beforeEach(async () => {
    database = await openTestDatabase();
    clock = new ManualClock(new Date());
    simulator = await startSimulator({ limit: { calls: null }, eventDelayMs: 0, employeeCount: 60, clock });
    gateway = await startGateway({ database, simulator, clock });
  });

  afterEach(async () => {
    await gateway.stop();
    await simulator.close();
    await database.close();
  });

  /** What a process has; a second one is a restart. */
  function openParts() {
    const platform = testPlatform(database, clock);
    const parts = monitoringParts(platform);
    parts.codes.guestIds.clear();
    for (const [index, code] of GUESTS.entries()) {
      parts.codes.guestIds.set(code, `0197a000-0000-7000-8000-${String(index).padStart(12, '0')}`);
    }
    return {
      ...parts,
      query: <Row>(sql: string): Promise<Row[]> => platform.unitOfWork.read((tx) => tx.query<Row>(sql)),
    };
  }

  /** Recorded under a time that was read long ago, as where windows go by the device's clock. */
  const walkLate = (code: string, backMs: number): void => {
    simulator.control.walk({ personCode: code, readerIndexCode: '1', event: { eventTimeBackMs: backMs } });
  };
  const calls = (): number => simulator.control.arrivals().filter(({ path }) => path === EVENTS).length;

  it('finds what no poll could see, once, twenty guests in a call and once an hour', async () => {
    const { readPassages, readLatePassages, query } = openParts();
    await readPassages.run(gateway.session);
    for (const code of [GUESTS[0]!, GUESTS[19]!, GUESTS[44]!]) walkLate(code, 71 * HOUR);
    walkLate(GUESTS[1]!, 73 * HOUR);
    walkLate('E00050', 5 * HOUR);
    await readPassages.run(gateway.session);
    const stored = () =>
      query<{ own: number; others: number }>(
        'SELECT (SELECT count(*)::int FROM passages) AS own, (SELECT count(*)::int FROM foreign_passages) AS others',
      );
    expect(await stored()).toEqual([{ own: 0, others: 0 }]);
    const before = calls();
    const startedAt = clock.now();
    const nextAt = await readLatePassages.run(gateway.session);
    expect(nextAt).toEqual(new Date(startedAt.getTime() + HOUR));
    expect([calls() - before, ...(await stored())]).toEqual([3, { own: 3, others: 0 }]);
    const told = await query(`SELECT 1 FROM domain_events WHERE name = 'monitoring.passage-recorded.v1'`);
    expect(told).toHaveLength(3);
    // Within the hour it costs nothing, in whichever process.
    await clock.advance(59 * MINUTE);
    expect(await openParts().readLatePassages.run(gateway.session)).toEqual(nextAt);
    expect(calls() - before).toBe(3);
    await clock.advance(MINUTE);
    await openParts().readLatePassages.run(gateway.session);
    expect([calls() - before, ...(await stored())]).toEqual([6, { own: 3, others: 0 }]);
  });

  it('goes on after a restart with the guests it had not come to', async () => {
    for (const code of GUESTS) walkLate(code, 5 * HOUR);
    simulator.control.faults.add({ kind: 'refuse', path: EVENTS, code: '6', skip: 1, times: 1 });
    await expect(openParts().readLatePassages.run(gateway.session)).rejects.toMatchObject({ code: 'GATEWAY.BUSY' });
    const { readLatePassages, query } = openParts();
    const own = () => query('SELECT count(*)::int AS own FROM passages');
    expect(await own()).toEqual([{ own: 20 }]);
    await clock.advance(10 * MINUTE);
    await readLatePassages.run(gateway.session);
    expect(await own()).toEqual([{ own: 45 }]);
    // The first twenty are not asked for again.
    expect(calls()).toBe(4);
  });

  it('reads every page of what twenty guests did', async () => {
    simulator.control.faults.add({ kind: 'refuse', path: EVENTS, code: '0x00072004', times: 4 });
    for (let index = 0; index < 90; index += 1) walkLate(GUESTS[index % 20]!, 5 * HOUR);
    const { readLatePassages, query } = openParts();
    await readLatePassages.run(gateway.session);
    expect(gateway.session.capabilities().pageSize).toBe(31);
    expect(await query('SELECT count(*)::int AS own FROM passages')).toEqual([{ own: 90 }]);
  });

  it('stops at a server that passes over the codes, and asks again in an hour', async () => {
    for (let index = 0; index < 600; index += 1) walkLate('E00050', 5 * HOUR);
    const { readLatePassages, query } = openParts();
    simulator.control.faults.add({
      kind: 'refuse',
      path: EVENTS,
      code: '0',
      httpStatus: 200,
      body: JSON.stringify({
        code: '0',
        msg: 'Success',
        data: {
          total: 600,
          list: [
            {
              eventId: 'x',
              eventType: 196_893,
              eventTime: '2026-06-10T08:00:00+00:00',
              personCode: 'E00050',
              doorIndexCode: '1',
            },
          ],
        },
      }),
    });
    await expect(readLatePassages.run(gateway.session)).rejects.toMatchObject({ code: 'GATEWAY.UNEXPECTED_RESPONSE' });
    expect(await readLatePassages.run(gateway.session)).toEqual(new Date(clock.now().getTime() + HOUR));
    expect(calls()).toBe(1);
    expect(await query('SELECT 1 FROM foreign_passages')).toEqual([]);
  });

  it('leaves alone a HikCentral before 3.x, which knows no codes', async () => {
    const old = await startSimulator({ limit: { calls: null }, softVersion: 'V2.4.0.0', employeeCount: 5, clock });
    const oldGateway = await startGateway({ database, simulator: old, clock });
    const { readPassages, readLatePassages } = openParts();
    await readPassages.run(oldGateway.session);
    const before = old.control.arrivals().length;
    expect(await readLatePassages.run(oldGateway.session)).toBeNull();
    expect(old.control.arrivals()).toHaveLength(before);
    await oldGateway.stop();
    await old.close();
  });
});
