import { publish } from '../../../../../src/contracts/events/publish.js';
import { openTestDatabase, type TestDatabase } from '../../../../support/database.js';
import { minute, VisitsWorld } from '../visits-world.js';

describe('what time does to visits', () => {
  let database: TestDatabase;
  let world: VisitsWorld;
  beforeEach(async () => {
    database = await openTestDatabase();
    world = new VisitsWorld(database);
  });
  afterEach(() => database.close());

  it('nothing before it is due, and it says when that is', async () => {
    const visit = await world.announce();
    expect(await world.sweepAt(89)).toEqual(minute(90));
    expect((await world.row(visit)).status).toBe('expected');
  });

  it('makes a no-show of who did not come by validTo plus the grace', async () => {
    const visit = await world.announce();
    expect(await world.sweepAt(90)).toBeNull();
    expect(await world.row(visit)).toMatchObject({
      status: 'no_show',
      closedReason: 'no_show',
      checkedOutAt: null,
      version: 2,
    });
    const ended = (await world.events(visit)).at(-1);
    expect(ended).toMatchObject({ name: 'visits.visit-ended.v1', cause: { kind: 'time', ref: null } });
  });

  it('tells of overstaying once, then closes as expired, and the guest stays on the muster list', async () => {
    const visit = await world.announce();
    await world.checkInVisit.run(visit.id);
    const revision = await world.revision(visit);
    expect(await world.sweepAt(60)).toEqual(minute(90));
    await world.sweepAt(70);
    expect(await world.row(visit)).toMatchObject({ status: 'checked_in', version: 2 });
    expect(await world.revision(visit)).toBe(revision);
    await world.sweepAt(200);
    expect(await world.row(visit)).toMatchObject({
      status: 'checked_out',
      closedReason: 'expired',
      checkedOutAt: minute(90),
      version: 3,
    });
    expect(await world.story(visit)).toEqual([
      'visit-announced',
      'visit-checked-in',
      'visit-overstayed',
      'visit-ended',
    ]);

    const onSite = (atMinute: number) =>
      world.platform.unitOfWork.read((tx) => world.directory.onSite(tx, minute(atMinute)));
    expect(await onSite(200)).toMatchObject([{ visitId: visit.id, isUnconfirmed: true }]);
    expect(await onSite(90 + 24 * 60)).toEqual([]);
    await world.apply(world.passage(visit, 210, 'exit', { result: 'denied' }));
    expect(await onSite(215)).toMatchObject([{ visitId: visit.id, isUnconfirmed: true }]);
    await world.apply(world.passage(visit, 220, 'exit'));
    expect(await onSite(230)).toEqual([]);
    expect((await world.row(visit)).status).toBe('checked_out');
  });

  it('closes nobody who is inside while auto-close is off, and the exit still ends the visit', async () => {
    world = new VisitsWorld(database, { isAutoCloseOn: false });
    const visit = await world.announce();
    await world.checkInVisit.run(visit.id);
    expect(await world.sweepAt(300)).toBeNull();
    expect((await world.row(visit)).status).toBe('checked_in');
    await world.apply(world.passage(visit, 290, 'exit'));
    expect(await world.row(visit)).toMatchObject({ status: 'checked_out', checkedOutAt: minute(290) });
  });

  it('ends a visit when nobody came back within the grace, at the exit', async () => {
    const visit = await world.announce({ exitPolicy: 'grace' });
    await world.apply(world.passage(visit, 5, 'entry'), world.passage(visit, 20, 'exit'));
    const onSite = await world.platform.unitOfWork.read((tx) => world.directory.onSite(tx, minute(21)));
    expect(onSite).toEqual([]);
    expect(await world.sweepAt(34)).toEqual(minute(35));
    await world.sweepAt(35);
    expect(await world.row(visit)).toMatchObject({
      status: 'checked_out',
      closedReason: 'exit',
      checkedOutAt: minute(20),
    });
  });

  it('goes on with a visit whose guest came back in time', async () => {
    const visit = await world.announce({ exitPolicy: 'grace' });
    await world.apply(world.passage(visit, 5, 'entry'), world.passage(visit, 20, 'exit'));
    await world.apply(world.passage(visit, 30, 'entry'));
    expect(await world.sweepAt(40)).toEqual(minute(60));
    expect(await world.row(visit)).toMatchObject({ status: 'checked_in', closesAt: null });
  });

  it('ends at validTo whoever may come and go and is outside by then', async () => {
    const visit = await world.announce({ exitPolicy: 'until_end' });
    await world.apply(world.passage(visit, 5, 'entry'), world.passage(visit, 40, 'exit'));
    await world.sweepAt(60);
    expect(await world.row(visit)).toMatchObject({
      status: 'checked_out',
      closedReason: 'exit',
      checkedOutAt: minute(40),
    });
  });

  it('lets a changed exit policy judge what comes, not what was', async () => {
    const visit = await world.announce({ exitPolicy: 'until_end' });
    await world.apply(
      world.passage(visit, 5, 'entry'),
      world.passage(visit, 8, 'exit'),
      world.passage(visit, 9, 'entry'),
    );
    await world.clock.advance(10 * 60_000);
    const changed = await world.changeVisit.run(visit.id, { exitPolicy: 'first_exit' }, null);
    expect([changed.status, changed.version]).toEqual(['checked_in', 3]);
    await world.apply(world.passage(visit, 20, 'exit'));
    expect(await world.row(visit)).toMatchObject({ status: 'checked_out', checkedOutAt: minute(20) });
  });

  describe('while passages are not known to be complete', () => {
    const DAY = 24 * 60;
    const endedOf = async (visit: { id: string }) =>
      (await world.events(visit)).find(({ name }) => name === 'visits.visit-ended.v1')?.data;

    it('makes nobody a no-show until they are, and whoever came meanwhile is none', async () => {
      const [absent, late] = [await world.announce(), await world.announce()];
      world.completeness.to = minute(89);
      expect(await world.sweepAt(120)).toEqual(minute(90 + DAY));
      expect((await world.row(absent)).status).toBe('expected');
      await world.apply(world.passage(late, 30, 'entry'));
      world.completeness.to = minute(90);
      await world.sweepAt(121);
      expect((await world.row(absent)).closedReason).toBe('no_show');
      expect(await world.row(late)).toMatchObject({ checkedInAt: minute(30), closedReason: 'expired' });
      expect(await endedOf(absent)).not.toHaveProperty('isUnconfirmed');
    });

    it('closes nobody as expired, but tells of overstaying in time', async () => {
      const visit = await world.announce();
      await world.apply(world.passage(visit, 5, 'entry'));
      world.completeness.to = minute(50);
      expect(await world.sweepAt(120)).toEqual(minute(90 + DAY));
      expect(await world.story(visit)).toContain('visit-overstayed');
      await world.apply(world.passage(visit, 55, 'exit'));
      world.completeness.to = minute(100);
      await world.sweepAt(121);
      expect(await world.row(visit)).toMatchObject({ closedReason: 'exit', checkedOutAt: minute(55) });
    });

    it('closes them a day later all the same, and says so', async () => {
      const visit = await world.announce();
      world.completeness.to = minute(0);
      await world.sweepAt(90 + DAY);
      expect((await world.row(visit)).status).toBe('no_show');
      expect(await endedOf(visit)).toMatchObject({ closedReason: 'no_show', isUnconfirmed: true });
    });

    it('waits minutes for whoever may have come back, since access ends with them', async () => {
      const [gone, back] = [
        await world.announce({ exitPolicy: 'grace' }),
        await world.announce({ exitPolicy: 'grace' }),
      ];
      for (const visit of [gone, back]) {
        await world.apply(world.passage(visit, 5, 'entry'), world.passage(visit, 30, 'exit'));
      }
      world.completeness.to = minute(40);
      expect(await world.sweepAt(46)).toEqual(minute(51));
      await world.apply(world.passage(back, 44, 'entry'));
      await world.sweepAt(51);
      expect([(await world.row(gone)).status, (await world.row(back)).status]).toEqual(['checked_out', 'checked_in']);
      expect(await endedOf(gone)).toMatchObject({ closedReason: 'exit', isUnconfirmed: true });
    });

    it('counts a passage as known only once it was given to its visit', async () => {
      const visit = await world.announce();
      const { passageId, eventId, guestId, direction, result } = world.passage(visit, 30, 'entry');
      const data = { passageId, serverId: passageId, eventId, guestId, doorId: '1', direction, result };
      const { unitOfWork } = world.platform;
      await unitOfWork.run((tx) => {
        publish(tx, 'monitoring.passage-recorded.v1', { ...data, occurredAt: minute(30).toISOString() });
        return Promise.resolve();
      });
      expect(await world.sweepAt(90)).toEqual(new Date(minute(90).getTime() + 500));
      expect((await world.row(visit)).status).toBe('expected');
      await world.applyRecorded();
      await world.sweepAt(91);
      expect(await world.row(visit)).toMatchObject({ checkedInAt: minute(30), closedReason: 'expired' });
    });
  });

  it('closes more than one step takes, each once, also when two sweep at the same time', async () => {
    for (let n = 0; n < 120; n += 1) await world.announce({ guest: { fullName: `Guest ${n}` } });
    await world.clock.advance(100 * 60_000);
    await Promise.all([world.sweepAt(100), world.sweepAt(100)]);
    const [count] = await database.dataSource.query<{ ended: string; told: string }[]>(
      `SELECT (SELECT count(*) FROM visits WHERE status = 'no_show') AS ended,
              (SELECT count(*) FROM domain_events WHERE name = 'visits.visit-ended.v1') AS told`,
    );
    expect(count).toEqual({ ended: '120', told: '120' });
  });
});
