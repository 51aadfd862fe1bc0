import { openTestDatabase, type TestDatabase } from '../../../../support/database.js';
import { statementsDuring } from '../../../../e2e/visits/statements.js';
import { minute, VisitsWorld } from '../visits-world.js';

describe('passages and visits', () => {
  let database: TestDatabase;
  let world: VisitsWorld;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  beforeEach(() => {
    world = new VisitsWorld(database);
  });
  afterAll(() => database.close());

  it('check in, check out and are told once, with the passage as the cause', async () => {
    const visit = await world.announce();
    const before = await world.revision(visit);
    const entry = world.passage(visit, 5, 'entry');
    await world.apply(entry);
    expect(await world.row(visit)).toMatchObject({ status: 'checked_in', checkedInAt: minute(5), version: 2 });
    const exit = world.passage(visit, 30, 'exit');
    await world.apply(exit, entry);
    await world.apply(exit);
    expect(await world.row(visit)).toMatchObject({
      status: 'checked_out',
      checkedOutAt: minute(30),
      closedReason: 'exit',
      version: 3,
    });
    expect(await world.story(visit)).toEqual([
      'visit-announced',
      'passage-attached',
      'visit-checked-in',
      'passage-attached',
      'visit-ended',
    ]);
    const ended = (await world.events(visit)).at(-1);
    expect(ended?.cause).toEqual({ kind: 'passage', ref: exit.passageId });
    expect(await world.revision(visit)).toBeGreaterThan(before);
  });

  it('end the same whether the exit or the entry is heard of first', async () => {
    const visit = await world.announce();
    await world.apply(world.passage(visit, 30, 'exit'));
    await world.apply(world.passage(visit, 5, 'entry'));
    expect(await world.row(visit)).toMatchObject({
      status: 'checked_out',
      checkedInAt: minute(5),
      checkedOutAt: minute(30),
    });
    expect(await world.story(visit)).toEqual([
      'visit-announced',
      'passage-attached',
      'visit-checked-in',
      'visit-ended',
      'passage-attached',
      'alert:late_passage',
    ]);
  });

  it('reopen nothing: a late one is attached and told of', async () => {
    const visit = await world.announce();
    await world.checkInVisit.run(visit.id);
    await world.clock.advance(20 * 60_000);
    await world.checkOutVisit.run(visit.id);
    const before = await world.row(visit);
    await world.apply(world.passage(visit, 10, 'entry'));
    expect(await world.row(visit)).toMatchObject({
      status: 'checked_out',
      closedReason: 'manual',
      version: before.version,
    });
    expect((await world.story(visit)).slice(-2)).toEqual(['passage-attached', 'alert:late_passage']);
  });

  it('outside the hours of every visit belong to none', async () => {
    const visit = await world.announce();
    await world.apply(world.passage(visit, -16, 'entry'), world.passage(visit, 91, 'entry'));
    expect(await world.story(visit)).toEqual(['visit-announced']);
    await world.apply(world.passage(visit, -15, 'entry'));
    expect((await world.row(visit)).status).toBe('checked_in');
  });

  it('go to the checked-in one of two visits, then to the earliest end', async () => {
    const late = await world.announce({ guest: { fullName: 'Two', studentId: 'T-2' }, validTo: minute(90) });
    const early = await world.announce({ guest: { fullName: 'Two', studentId: 'T-2' } });
    await world.apply(world.passage(early, 5, 'entry'));
    expect([(await world.row(early)).status, (await world.row(late)).status]).toEqual(['checked_in', 'expected']);
    await world.apply(world.passage(early, 10, 'exit'), world.passage(early, 20, 'entry'));
    expect([(await world.row(early)).status, (await world.row(late)).status]).toEqual(['checked_out', 'checked_in']);
  });

  it('heard of after later ones send those where they belong: the facts move, and each visit tells it', async () => {
    const guest = { fullName: 'Three', studentId: 'T-3' };
    const first = await world.announce({ guest, exitPolicy: 'first_exit' });
    const second = await world.announce({ guest, exitPolicy: 'first_exit', validTo: minute(90) });
    const [entry, again] = [world.passage(first, 5, 'entry'), world.passage(first, 30, 'entry')];
    const [exit, last] = [world.passage(first, 20, 'exit'), world.passage(first, 40, 'exit')];
    await world.apply(again, last);
    expect(await world.row(first)).toMatchObject({ status: 'checked_out', checkedOutAt: minute(40) });
    await world.apply(exit, entry);
    expect(await world.row(first)).toMatchObject({ status: 'checked_out', checkedOutAt: minute(20), version: 2 });
    expect(await world.row(second)).toMatchObject({
      status: 'checked_out',
      checkedInAt: minute(30),
      checkedOutAt: minute(40),
    });
    const moved = (await world.events(first)).filter(({ name }) => name === 'visits.passage-detached.v1');
    expect(moved.map(({ data, cause }) => [data['passageId'], data['toVisitId'], cause.ref])).toEqual([
      [again.passageId, second.id, entry.passageId],
      [last.passageId, second.id, entry.passageId],
    ]);
    expect(await world.story(second)).toEqual([
      'visit-announced',
      'passage-attached',
      'passage-attached',
      'visit-checked-in',
      'visit-ended',
    ]);
    const before = await world.factsOf(first, second);
    expect(before).toEqual([
      [first.id, entry.eventId],
      [first.id, exit.eventId],
      [second.id, again.eventId],
      [second.id, last.eventId],
    ]);
    await world.apply(last, again, exit, entry);
    expect(await world.factsOf(first, second)).toEqual(before);
  });

  it('go to a visit that began after those that sent them there', async () => {
    const guest = { fullName: 'Five', studentId: 'T-5' };
    const first = await world.announce({ guest, exitPolicy: 'first_exit' });
    const second = await world.announce({ guest, validFrom: minute(40), validTo: minute(90) });
    await world.clock.advance(50 * 60_000);
    const exit = world.passage(first, 45, 'exit');
    await world.apply(exit);
    await world.apply(world.passage(first, 5, 'exit'));
    expect((await world.factsOf(second)).map(([, eventId]) => eventId)).toEqual([exit.eventId]);
    expect(await world.row(first)).toMatchObject({ status: 'checked_out', checkedOutAt: minute(5) });
  });

  it('denied at an exit stand on the timeline and tell nothing of themselves: an incident does', async () => {
    const visit = await world.announce();
    await world.apply(world.passage(visit, 5, 'entry'));
    await world.apply(world.passage(visit, 20, 'exit', { result: 'denied' }));
    expect((await world.story(visit)).slice(-2)).toEqual(['visit-checked-in', 'passage-attached']);
    expect((await world.row(visit)).status).toBe('checked_in');
  });

  it('cost the same number of statements for one guest and for fifty', async () => {
    const visits = [];
    for (let n = 0; n < 51; n += 1) visits.push(await world.announce({ guest: { fullName: `Guest ${n}` } }));
    const [first, ...others] = visits;
    const one = await statementsDuring(() => world.apply(world.passage(first!, 5, 'entry')));
    const fifty = await statementsDuring(() => world.apply(...others.map((visit) => world.passage(visit, 5, 'entry'))));
    expect(one.statements).not.toEqual([]);
    expect(fifty.statements).toEqual(one.statements);
    expect((await world.row(others[49]!)).status).toBe('checked_in');
  });

  it('cost the same number of statements whether those of one guest move or of twenty', async () => {
    const firsts = [];
    for (let n = 0; n < 21; n += 1) {
      const guest = { fullName: 'Four', studentId: `T-4-${n}` };
      firsts.push(await world.announce({ guest, exitPolicy: 'first_exit' }));
      await world.announce({ guest, validTo: minute(90) });
    }
    await world.apply(...firsts.map((visit) => world.passage(visit, 40, 'exit')));
    const [first, ...others] = firsts;
    const one = await statementsDuring(() => world.apply(world.passage(first!, 20, 'exit')));
    const all = await statementsDuring(() => world.apply(...others.map((visit) => world.passage(visit, 20, 'exit'))));
    expect(one.statements.filter((sql) => sql.includes('DELETE FROM visit_facts'))).toHaveLength(1);
    expect(all.statements).toEqual(one.statements);
    expect(await world.row(others[19]!)).toMatchObject({ checkedOutAt: minute(20) });
  });
});
