import { type Due, dueOf, isDue } from '../../../../../src/modules/visits/domain/due.js';
import { foldVisit } from '../../../../../src/modules/visits/domain/fold-visit.js';
import { EXIT_POLICIES } from '../../../../../src/modules/visits/domain/visit-facts.js';
import { termsOf } from '../../../../../src/modules/visits/application/visit-progress.js';
import { openTestDatabase, type TestDatabase } from '../../../../support/database.js';
import { minute, VisitsWorld } from '../visits-world.js';

const lastOf = (due: Extract<Due, { action: 'close' }>): number => due.at.getTime() + due.longestWaitMs;

describe.each([true, false])('the statement that finds due visits, auto-close %s', (isAutoCloseOn) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  it('says the same as the rule', async () => {
    const world = new VisitsWorld(database, { isAutoCloseOn });
    for (const exitPolicy of EXIT_POLICIES) {
      await world.announce({ exitPolicy });
      const inside = await world.announce({ exitPolicy });
      await world.apply(world.passage(inside, 5, 'entry'));
      const outside = await world.announce({ exitPolicy });
      await world.apply(world.passage(outside, 5, 'entry'), world.passage(outside, 50, 'exit'));
      const marked = await world.announce({ exitPolicy });
      await world.apply(world.passage(marked, 5, 'entry'));
      await database.dataSource.query('UPDATE visits SET overstayed_at = $2 WHERE id = $1', [marked.id, minute(60)]);
    }
    const rules = world.settings;
    const dues: Due[] = [];
    const rows = await database.dataSource.query<{ id: string }[]>('SELECT id FROM visits');
    for (const { id } of rows) {
      const visit = await world.row({ id });
      const facts = await world.platform.unitOfWork.read((tx) => world.visits.factsOf(tx, [id]));
      const state = foldVisit(termsOf(visit), facts.get(id) ?? [], minute(0), rules);
      const due = dueOf(state, visit, visit.overstayedAt !== null, rules);
      if (due !== null) dues.push(due);
    }
    const instants = dues.flatMap((due) => [due.at.getTime(), ...(due.action === 'close' ? [lastOf(due)] : [])]);
    const { unitOfWork } = world.platform;
    expect(await unitOfWork.read((tx) => world.visits.nextDueAt(tx, minute(0), rules))).toEqual(
      new Date(Math.min(...instants)),
    );
    for (const instant of [...instants, minute(0).getTime()]) {
      const now = new Date(instant);
      for (const knownTo of [now, new Date(instant - 1), minute(0)]) {
        const at = { now, knownTo };
        const due = await unitOfWork.read((tx) => world.visits.dueIds(tx, at, rules, 100));
        expect(due).toHaveLength(dues.filter((one) => isDue(one, at)).length);
      }
      const next = await unitOfWork.read((tx) => world.visits.nextDueAt(tx, now, rules));
      const later = dues.map((one) => (one.at > now || one.action !== 'close' ? one.at.getTime() : lastOf(one)));
      expect(next?.getTime()).toBe(Math.min(...later));
    }
  });
});
