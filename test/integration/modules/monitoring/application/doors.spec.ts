import { type DoorDirection } from '../../../../../src/config/settings.js';
import { ApplyDirectionSettings } from '../../../../../src/modules/monitoring/application/apply-direction-settings.js';
import { ListDoors } from '../../../../../src/modules/monitoring/application/list-doors.js';
import { SetDoorDirections } from '../../../../../src/modules/monitoring/application/set-door-directions.js';
import { type Door } from '../../../../../src/modules/monitoring/domain/door-map.js';
import { openTestDatabase, type TestDatabase } from '../../../../support/database.js';
import { testPlatform, type TestPlatform } from '../../../../support/platform.js';
import { anEvent, EventList } from '../support/event-list.js';
import { GUEST_CODE, monitoringParts, SERVER_ID } from '../support/monitoring-parts.js';
import { ScriptedSession } from '../support/scripted-session.js';

const TEN_MINUTES = 600_000;
const READER_1_IN: DoorDirection = { of: 'reader', code: '1', direction: 'entry' };

describe('the map of the perimeter', () => {
  let database: TestDatabase;
  let platform: TestPlatform;
  /** Names by id, as HikCentral has them. */
  let names: Record<string, string>;
  let session: ScriptedSession;

  beforeEach(async () => {
    database = await openTestDatabase();
    platform = testPlatform(database);
    names = { '1': 'Main entrance', '2': 'Exit' };
    session = new ScriptedSession(SERVER_ID, platform.unitOfWork, () => {
      const list = Object.entries(names).map(([doorIndexCode, doorName]) => ({
        doorIndexCode,
        doorName,
        doorState: 1,
      }));
      return { total: list.length, list };
    });
  });

  afterEach(() => database.close());

  const doors = () => new ListDoors(platform.unitOfWork, monitoringParts(platform).doors).run(null, 50);

  const refresh = (directions: readonly DoorDirection[] = []) =>
    monitoringParts(platform, directions).refreshDoors.run(session);

  const applySettings = (directions: readonly DoorDirection[]): Promise<void> => {
    const { settings, doors: repository } = monitoringParts(platform, directions);
    return new ApplyDirectionSettings(platform.unitOfWork, repository, settings).run(SERVER_ID);
  };

  const setDirections = (doorId: string, directions: Pick<Door, 'direction' | 'readers'>): Promise<Door> => {
    const { doors } = monitoringParts(platform);
    return new SetDoorDirections(platform.unitOfWork, doors, platform.clock).run(doorId, directions, (door) => door);
  };

  /** A guest is seen at a reader of door 1. */
  const walk = (readerIndexCode: string, directions: readonly DoorDirection[] = []): Promise<number> => {
    const list = new EventList();
    list.events.push(anEvent(platform.clock.now(), { personCode: GUEST_CODE, readerIndexCode }));
    const reading = new ScriptedSession(SERVER_ID, platform.unitOfWork, (operation) => list.answer(operation));
    return monitoringParts(platform, directions).readPassages.run(reading);
  };

  const storedDirections = async (): Promise<(string | null)[]> => {
    const sql = 'SELECT direction FROM passages ORDER BY id';
    const rows = await platform.unitOfWork.read((tx) => tx.query<{ direction: string | null }>(sql));
    return rows.map(({ direction }) => direction);
  };

  it('is filled from HikCentral and the settings, in the lane of sweeps', async () => {
    await refresh([{ of: null, code: '2', direction: 'exit' }]);
    expect(session.sent.map(({ lane, operation }) => [lane, operation.name])).toEqual([['sweep', 'list-doors']]);
    expect(await doors()).toMatchObject([
      { doorId: '2', name: 'Exit', direction: 'exit', readers: [] },
      { doorId: '1', name: 'Main entrance', direction: null, readers: [] },
    ]);
  });

  it('is not listed again within ten minutes, and then follows new names and keeps what was set', async () => {
    await refresh();
    const dueAt = await refresh();
    expect(session.sent).toHaveLength(1);
    await setDirections('2', { direction: 'exit', readers: [{ readerId: '3', direction: 'exit' }] });
    names = { '1': 'Main entrance', '2': 'Garden gate', '3': 'Laboratory' };
    await platform.clock.advance(dueAt.getTime() - platform.clock.now().getTime());
    expect(await refresh()).toEqual(new Date(platform.clock.now().getTime() + TEN_MINUTES));
    expect(await doors()).toMatchObject([
      { doorId: '2', name: 'Garden gate', direction: 'exit', readers: [{ readerId: '3', direction: 'exit' }] },
      { doorId: '3', name: 'Laboratory' },
      { doorId: '1', name: 'Main entrance' },
    ]);
  });

  it('learns doors and readers from events', async () => {
    await walk('1', [READER_1_IN]);
    await walk('2');
    expect(await doors()).toMatchObject([
      {
        doorId: '1',
        name: 'Main entrance',
        readers: [
          { readerId: '1', direction: 'entry' },
          { readerId: '2', direction: null },
        ],
      },
    ]);
    expect(await storedDirections()).toEqual(['entry', null]);
  });

  it("takes the administrator's word over the settings, at the next start too", async () => {
    await walk('1', [READER_1_IN]);
    await applySettings([{ of: 'reader', code: '1', direction: 'exit' }]);
    expect((await doors())[0]).toMatchObject({ readers: [{ readerId: '1', direction: 'exit' }] });
    await setDirections('1', { direction: 'entry', readers: [] });
    await applySettings([{ of: 'reader', code: '1', direction: 'exit' }]);
    expect((await doors())[0]).toMatchObject({ direction: 'entry', readers: [{ readerId: '1', direction: null }] });
    await walk('1');
    expect(await storedDirections()).toEqual(['entry', 'entry']);
  });

  it('is changed with one audit row', async () => {
    await refresh();
    await setDirections('1', { direction: null, readers: [{ readerId: '1', direction: 'entry' }] });
    const sql = 'SELECT action, entity, entity_id, detail FROM audit_log';
    expect(await platform.unitOfWork.read((tx) => tx.query(sql))).toEqual([
      {
        action: 'doors.set-directions',
        entity: 'door',
        entity_id: '1',
        detail: { direction: null, readers: [{ readerId: '1', direction: 'entry' }] },
      },
    ]);
  });

  it('has no door that nobody ever named', async () => {
    await refresh();
    const setting = setDirections('99', { direction: null, readers: [] });
    await expect(setting).rejects.toMatchObject({ code: 'DOOR_NOT_FOUND', kind: 'not-found' });
  });
});
