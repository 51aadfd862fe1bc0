import { BELLS } from '../../../../../src/contracts/bells.js';
import { VisitSweepLoop } from '../../../../../src/modules/visits/jobs/visit-sweep.loop.js';
import { openTestDatabase, type TestDatabase } from '../../../../support/database.js';
import { TestLogger } from '../../../../support/test-logger.js';
import { waitFor } from '../../../../support/wait-for.js';
import { minute, VisitsWorld } from '../visits-world.js';

describe('the loop of the sweep', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  async function running(): Promise<{ world: VisitsWorld; loop: VisitSweepLoop }> {
    const world = new VisitsWorld(database, { role: 'worker' });
    const { settings, sweep, clock, platform } = world;
    const loop = new VisitSweepLoop(settings, sweep, clock, platform.doorbell, new TestLogger());
    loop.onApplicationBootstrap();
    await waitFor(() => clock.pendingTimers === 1, 'the first sleep');
    return { world, loop };
  }

  it('wakes when a visit is due, and stops', async () => {
    const { world, loop } = await running();
    const visit = await world.announce();
    await world.clock.advance(90 * 60_000);
    await waitFor(async () => {
      // A pass that ran while time moved sleeps for an instant more.
      await world.clock.advance(1);
      return (await world.row(visit)).status === 'no_show';
    }, 'the no-show');
    await loop.beforeApplicationShutdown();
    expect(world.clock.pendingTimers).toBe(0);
  });

  it('wakes when it is rung, without any time passing', async () => {
    const { world, loop } = await running();
    const visit = await world.announce();
    await database.dataSource.query(
      'UPDATE visits SET valid_from = $2::timestamptz, valid_to = $3::timestamptz WHERE id = $1',
      [visit.id, minute(-200), minute(-100)],
    );
    world.platform.doorbell.ring(BELLS.sweepVisits);
    await waitFor(async () => (await world.row(visit)).status === 'no_show', 'the no-show');
    await loop.beforeApplicationShutdown();
  });

  it('does not run in a process that only answers', async () => {
    const world = new VisitsWorld(database, { role: 'api' });
    const loop = new VisitSweepLoop(
      world.settings,
      world.sweep,
      world.clock,
      world.platform.doorbell,
      new TestLogger(),
    );
    loop.onApplicationBootstrap();
    expect(world.clock.pendingTimers).toBe(0);
    await loop.beforeApplicationShutdown();
  });
});
