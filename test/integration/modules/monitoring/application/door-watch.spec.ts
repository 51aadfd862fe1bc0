import { type Simulator, startSimulator } from '../../../../../simulator/index.js';
import { FRESH_MS } from '../../../../../src/modules/monitoring/application/refresh-doors.js';
import { openTestDatabase, type TestDatabase } from '../../../../support/database.js';
import { startGateway, type TestGateway } from '../../../../support/gateway.js';
import { ManualClock } from '../../../../support/manual-clock.js';
import { testPlatform } from '../../../../support/platform.js';
import { GUEST_ID, monitoringParts } from '../support/monitoring-parts.js';

const OUR_CODE = 'E00001';
const SECOND = 1_000;

describe('watching doors', () => {
  let database: TestDatabase;
  let clock: ManualClock;
  let simulator: Simulator;
  let gateway: TestGateway;

  beforeEach(async () => {
    database = await openTestDatabase();
    clock = new ManualClock(new Date());
    simulator = await startSimulator({ limit: { calls: null }, eventDelayMs: 0, employeeCount: 10, clock });
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
    parts.codes.guestIds.set(OUR_CODE, GUEST_ID);
    const { readPassages, keepDoorClocks, refreshDoors, watermarkOf } = parts;
    return {
      ...parts,
      poll: async () => {
        await readPassages.run(gateway.session);
        await keepDoorClocks.run(gateway.serverId);
      },
      list: () => refreshDoors.run(gateway.session),
      doors: async () => (await watermarkOf(gateway.serverId).run()).servers[0]!.doors,
      alarms: () =>
        platform.unitOfWork.read((tx) =>
          tx.query(`SELECT data FROM domain_events WHERE name = 'monitoring.door-clock-changed.v1' ORDER BY position`),
        ),
    };
  }

  const walk = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) {
      simulator.control.walk({ personCode: OUR_CODE, readerIndexCode: '1' });
      await clock.advance(SECOND);
    }
  };

  it('is complete at a door that is offline up to when it was seen online, and all of it once it is back', async () => {
    const { list, poll, doors, registry } = openParts();
    await list();
    const seenAt = clock.now();
    await clock.advance(60 * SECOND);
    simulator.control.setDoor('1', { isOnline: false });
    simulator.control.walk({ personCode: OUR_CODE, readerIndexCode: '1' });
    await clock.advance(FRESH_MS);
    await list();
    await poll();
    const [first, second] = await doors();
    expect(first).toMatchObject({ doorId: '1', isOnline: false, completeTo: seenAt });
    expect(second).toMatchObject({ doorId: '2', isOnline: true });
    expect(second!.completeTo!.getTime()).toBeGreaterThan(seenAt.getTime());
    expect(await registry.metrics()).toContain(`vestibule_doors_offline{server="${gateway.serverId}"} 1`);
    simulator.control.setDoor('1', { isOnline: true });
    await clock.advance(FRESH_MS);
    await list();
    await poll();
    expect((await doors())[0]).toMatchObject({ isOnline: true, completeTo: (await doors())[1]!.completeTo });
    // Uploaded late, and there exactly once.
    const rows = await database.dataSource.query<{ late: number }[]>(
      'SELECT extract(epoch FROM recorded_at - occurred_at)::int AS late FROM passages',
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]!.late).toBeGreaterThanOrEqual(FRESH_MS / SECOND - 1);
    expect(await registry.metrics()).toContain(`vestibule_doors_offline{server="${gateway.serverId}"} 0`);
  });

  it('measures clocks, and raises one alarm when one goes and one when it is right again', async () => {
    const { poll, doors, alarms, registry, logger } = openParts();
    await walk(6);
    await poll();
    expect(await doors()).toMatchObject([{ doorId: '1', clockOffsetMs: 0 }]);
    expect(await alarms()).toEqual([]);
    simulator.control.setDoor('1', { clockOffsetMs: 60 * SECOND });
    await walk(15);
    await poll();
    await poll();
    expect(await doors()).toMatchObject([{ clockOffsetMs: 60 * SECOND }]);
    const alarm = { serverId: gateway.serverId, doorId: '1' };
    expect(await alarms()).toEqual([{ data: { ...alarm, offsetSeconds: 60, isOff: true } }]);
    const gauge = `vestibule_door_clock_offset_seconds{server="${gateway.serverId}",door="1"}`;
    expect(await registry.metrics()).toContain(`${gauge} 60`);
    // Nor does the next process raise it again.
    await walk(6);
    await openParts().poll();
    expect(await alarms()).toHaveLength(1);
    simulator.control.setDoor('1', { clockOffsetMs: 0 });
    await walk(15);
    await poll();
    expect(await alarms()).toMatchObject([{}, { data: { ...alarm, offsetSeconds: 0, isOff: false } }]);
    expect(await registry.metrics()).toContain(`${gauge} 0`);
    expect(logger.lines.map(({ event }) => event)).toEqual(['door clock differs', 'door clock agrees again']);
  });
});
