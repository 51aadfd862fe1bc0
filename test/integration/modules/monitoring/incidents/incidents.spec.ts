import { openTestDatabase, type TestDatabase } from '../../../../support/database.js';
import { askedDuring, planOf } from '../../../../support/plans.js';
import { SqlIncidentSources } from '../../../../../src/modules/monitoring/incidents/persistence/incident-sources.js';
import { ForgetIncidents } from '../../../../../src/modules/monitoring/incidents/jobs/forget-incidents.js';
import { someSettings } from '../../../../support/settings.js';
import { TestLogger } from '../../../../support/test-logger.js';
import { waitFor } from '../../../../support/wait-for.js';
import { countStatements } from '../support/count-statements.js';
import { guestId, IncidentsWorld, minute, SERVER, visitId } from './incidents-world.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('incidents', () => {
  let database: TestDatabase;
  let world: IncidentsWorld;

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  beforeEach(async () => {
    await database.dataSource.query(
      'TRUNCATE incidents, passages, foreign_passages, guest_suspensions, visits, guests, domain_events CASCADE',
    );
    await database.dataSource.query('UPDATE incident_watch SET stays_seen_to = NULL');
    world = new IncidentsWorld(database);
    await world.clock.advance(240 * MINUTE);
  });
  afterAll(() => database.close());

  it('are raised once by what is told twice, and stand on the timeline', async () => {
    await world.visit(1, 10);
    await world.tell(await world.passage(1, 10, 'granted', 'entry'));
    const refused = await world.passage(1, 60, 'denied', 'exit');
    await world.tell(refused);
    await world.tell(refused, refused);
    expect(await world.story()).toEqual(['stuck_at_exit open', 'long_stay open']);
    expect([...(await world.told())].sort()).toEqual(Array(2).fill(`incident-raised ${visitId(1)}`));
  });

  it('are found by two processes at once without a second row', async () => {
    await world.visit(1, 10);
    const refused = [await world.passage(1, 60, 'denied', 'exit'), await world.passage(1, 61, 'denied', 'exit')];
    await Promise.all([world.tell(...refused), world.tell(...refused.toReversed()), world.tell(...refused)]);
    expect((await world.story()).filter((one) => one.startsWith('stuck'))).toHaveLength(2);
    expect(await world.told()).toHaveLength(3);
  });

  it('are looked for by one at a time: who looked earlier must not withdraw what who looked later found', async () => {
    await world.visit(1, 10);
    const refused = await world.passage(1, 60, 'denied', 'exit');
    const { unitOfWork } = world.platform;
    let second: Promise<void> = Promise.resolve();
    await unitOfWork.run(async (tx) => {
      await new SqlIncidentSources().takeTurn(tx);
      second = world.tell(refused);
      const isWaiting = async (): Promise<boolean> => {
        const [row] = await database.dataSource.query<{ waiting: number }[]>(
          `SELECT count(*)::integer AS waiting FROM pg_stat_activity
           WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0`,
        );
        return row!.waiting === 1;
      };
      await waitFor(isWaiting, 'the second look waiting for its turn');
    });
    await second;
    expect(await world.story()).toEqual(['stuck_at_exit open', 'long_stay open']);
  });

  it('of a day are seen whole: what was found by a later passage stays for an earlier one', async () => {
    const refuse = async (at: number) => world.passage(1, at, 'denied', 'entry');
    await world.visit(1, null);
    await world.tell(await refuse(58), await refuse(59), await refuse(60));
    await world.tell(await refuse(50), await refuse(51), await refuse(52));
    expect(await world.story()).toEqual(['repeated_failure open']);
    await world.visit(1, 55, 55);
    await world.tell(await world.passage(1, 55, 'granted', 'exit'));
    expect(await world.story()).toContain('repeated_failure open');
  });

  it('are withdrawn by what came late, and come again when that was not all', async () => {
    await world.visit(1, 30, 30);
    const exit = await world.passage(1, 30, 'granted', 'exit');
    await world.tell(exit);
    expect(await world.story()).toEqual(['exit_without_entry open']);
    await world.visit(1, 20, 30);
    const entry = await world.passage(1, 20, 'granted', 'entry');
    await world.tell(entry);
    expect(await world.story()).toEqual(['exit_without_entry withdrawn']);
    await world.visit(1, 30, 30);
    await database.dataSource.query('DELETE FROM passages WHERE id = $1', [entry.data.passageId]);
    await world.tell(exit);
    expect(await world.story()).toEqual(['exit_without_entry open']);
    expect(await world.told()).toEqual(
      ['raised', 'withdrawn', 'raised'].map((what) => `incident-${what} ${visitId(1)}`),
    );
  });

  it('stand under the guest who stays when two records are merged, and are found over both', async () => {
    await world.visit(1, null);
    await world.visit(2, 10);
    await world.tell(await world.passage(2, 60, 'denied', 'exit'));
    const exit = await world.passage(1, 70, 'granted', 'exit');
    await world.tell(exit);
    expect(await world.story()).toEqual(['stuck_at_exit open', 'long_stay open']);
    const { dataSource } = database;
    await dataSource.query('UPDATE visits SET guest_id = $1 WHERE guest_id = $2', [guestId(1), guestId(2)]);
    await dataSource.query('UPDATE passages SET guest_id = $1 WHERE guest_id = $2', [guestId(1), guestId(2)]);
    const data = { guestId: guestId(1), mergedGuestId: guestId(2), unattached: [exit.data] };
    const moved = { name: 'monitoring.passages-moved.v1', at: minute(80), data };
    await world.tell(moved);
    await world.tell(moved);
    const [incident] = await world.show.page({ kind: 'stuck_at_exit' }, null, 10);
    expect(incident).toMatchObject({ state: 'open', guest: { guestId: guestId(1) } });
    // The one left by the exit that stood under the other.
    expect(await world.story()).toEqual(['stuck_at_exit open', 'long_stay withdrawn']);
  });

  it('that somebody closed stay closed', async () => {
    await world.visit(1, 10);
    const refused = await world.passage(1, 60, 'denied', 'exit');
    await world.tell(refused);
    const [incident] = await world.show.page({ kind: 'stuck_at_exit' }, null, 10);
    await world.close.run(incident!.id, 'let out', null);
    await world.visit(1, 10, 50);
    await world.tell(refused);
    expect((await world.story())[0]).toBe('stuck_at_exit closed');
  });

  it('tell of an entry after the visit ended, and after a person ended access', async () => {
    await world.visit(1, 10, 30);
    const events = [await world.passage(1, 10, 'granted', 'entry'), await world.passage(1, 30, 'granted', 'exit')];
    await world.tell(...events, await world.passage(1, 90, 'granted', 'entry'));
    await world.visit(2, null);
    await database.dataSource.query(
      `INSERT INTO guest_suspensions (guest_id, suspended_at, suspended_reason, suspended_by) VALUES ($1, $2, 'x', 'x')`,
      [guestId(2), minute(60)],
    );
    await world.tell(await world.passage(2, 59, 'granted', 'entry'), await world.passage(2, 95, 'granted', 'entry'));
    expect(await world.story()).toEqual(['entry_after_revocation open', 'entry_after_revocation open']);
    expect(await world.show.page({ visitId: visitId(1) }, null, 10)).toMatchObject([
      { occurredAt: minute(90), guest: { fullName: 'Guest 1' }, doorId: '1' },
    ]);
  });

  it('count the faces of strangers at a door too', async () => {
    await world.visit(1, null);
    const ours = await world.passage(1, 60, 'face_mismatch', 'entry');
    await world.tell(ours);
    expect(await world.story()).toEqual([]);
    for (const [key, at, type] of [
      ['a', 58, 197_151],
      ['b', 59, 197_151],
      ['c', 63, 196_893],
    ] as const) {
      await database.dataSource.query(
        `INSERT INTO foreign_passages (server_id, event_key, door_id, event_type, occurred_at, received_at)
         VALUES ($1, $2, '1', $3, $4, $4)`,
        [SERVER, Buffer.from(key), type, minute(at)],
      );
    }
    const refused = [{ doorId: '1', from: minute(58).toISOString(), to: minute(59).toISOString() }];
    await world.tell({ name: 'monitoring.foreign-faces-refused.v1', data: { serverId: SERVER, refused } });
    expect(await world.story()).toEqual(['face_failures open']);
  });

  it('find who has been inside for long when nothing happens, each once', async () => {
    await world.visit(1, 10);
    await world.passage(1, 10, 'granted', 'entry');
    // Checked in by hand: no door knows of it.
    await world.visit(2, 20);
    await world.visit(3, 30, 60);
    await world.passage(3, 30, 'granted', 'entry');
    await world.passage(3, 60, 'granted', 'exit');
    await world.visit(4, 200);
    await world.passage(4, 200, 'granted', 'entry');
    const sweep = async (): Promise<void> => {
      while ((await world.sweep.run()) === 'now');
    };
    await sweep();
    await sweep();
    const long = await world.show.page({ kind: 'long_stay' }, null, 10);
    expect(long.map(({ visitId: visit, occurredAt }) => [visit, occurredAt])).toEqual([
      [visitId(2), minute(140)],
      [visitId(1), minute(130)],
    ]);
    await world.clock.advance(90 * MINUTE);
    await sweep();
    expect(await world.show.page({ kind: 'long_stay' }, null, 10)).toHaveLength(3);
    expect(await world.told()).toHaveLength(3);
  });

  it('cost the same statements for 1 passage and for 200', async () => {
    const costs: number[] = [];
    for (const [from, passages] of [
      [1, 1],
      [100, 200],
    ] as const) {
      const events = [];
      for (let n = from; n < from + passages; n += 1) {
        await world.visit(n, 10);
        events.push(await world.passage(n, 60, 'face_mismatch', 'exit'));
      }
      const count = countStatements(database);
      await world.tell(...events);
      costs.push(count.stop());
    }
    // The turn, stays, holds, passages, failures at doors, what is raised, what is withdrawn; BEGIN, COMMIT, and two of the log.
    expect(costs).toEqual([11, 11]);
    expect((await world.story()).filter((one) => one.startsWith('stuck'))).toHaveLength(201);
  });

  it('are forgotten as long after they were closed as passages are kept, and open ones never', async () => {
    await world.visit(1, 10);
    await world.tell(await world.passage(1, 60, 'denied', 'exit'));
    const [long, stuck] = await world.show.page({}, null, 10);
    await world.close.run(stuck!.id, 'let out', null);
    const settings = someSettings({ passageRetentionMs: 3 * DAY });
    await world.clock.advance(3 * DAY + MINUTE);
    const job = new ForgetIncidents(
      world.incidents,
      settings,
      world.platform.unitOfWork,
      world.clock,
      new TestLogger(),
    );
    job.onApplicationBootstrap();
    await waitFor(async () => (await world.story()).length === 1, 'the closed one gone');
    await job.onApplicationShutdown();
    expect((await world.show.page({}, null, 10)).map(({ id }) => id)).toEqual([long!.id]);
    expect(await world.registry.metrics()).toContain('vestibule_incidents_open{kind="long_stay"} 1');
  });

  it('are listed over indexes', async () => {
    const { dataSource } = database;
    await dataSource.query(
      `INSERT INTO incidents (id, kind, about, occurred_at, door_id, visit_id, guest_id, raised_at, state, closed_at, closed_by, close_reason)
       SELECT gen_random_uuid(), 'long_stay', n::text, $1::timestamptz - n * interval '1 min', (n % 50)::text,
              gen_random_uuid(), gen_random_uuid(), $1, CASE WHEN n < 50 THEN 'open' ELSE 'closed' END,
              CASE WHEN n >= 50 THEN $1::timestamptz END, CASE WHEN n >= 50 THEN 'x' END, CASE WHEN n >= 50 THEN 'x' END
       FROM generate_series(1, 20000) n`,
      [minute(0)],
    );
    await dataSource.query('ANALYZE incidents');
    const after = { occurredAt: minute(-5_000), id: guestId(1) };
    for (const filter of [{}, { states: ['open', 'taken'] }, { visitId: visitId(1) }, { doorId: '7' }] as const) {
      const [asked] = await askedDuring(() =>
        world.platform.unitOfWork.read((tx) => world.incidents.page(tx, filter, after, 51)),
      );
      const { scanned } = await planOf(dataSource, asked!);
      expect(scanned.filter((table) => table === 'incidents')).toEqual([]);
    }
  });
});
