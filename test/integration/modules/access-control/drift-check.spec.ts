import { type TestDatabase, openTestDatabase } from '../../../support/database.js';
import { Crash } from '../../../support/fake-gateway-session.js';
import { DriftRig } from './support/drift-rig.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const STAY = { validTo: new Date('2026-06-20T08:00:00Z') };

describe('the drift check', () => {
  let database: TestDatabase;
  let rig: DriftRig;

  beforeAll(async () => {
    database = await openTestDatabase();
  });

  beforeEach(async () => {
    rig = await DriftRig.open(database, { driftCheckMs: 2 * HOUR_MS });
  });

  afterAll(() => database.close());

  /** Guests with everything that their visits agreed, in the order of our rows, and as HikCentral has them. */
  const grant = async (count: number) => {
    const { access, hikcentral } = rig;
    const visits = [];
    for (let made = 0; made < count; made += 1) visits.push(await access.announce(STAY));
    await access.settle();
    const persons = [...hikcentral.persons.values()];
    const guests = [];
    for (const { visitId, guestId } of visits) {
      const { id, person_code: personCode } = await access.cardholderOf(guestId);
      guests.push({ id, visitId, person: persons.find((one) => one.personCode === personCode)! });
    }
    access.session.calls.length = 0;
    return guests.sort((one, other) => (one.id < other.id ? -1 : 1));
  };
  const remove = ({ personId }: { readonly personId: string }): void => {
    rig.hikcentral.persons.delete(personId);
    for (const { members } of rig.hikcentral.levels.values()) members.delete(personId);
  };
  const counts = (...names: string[]): number[] =>
    names.map((name) => rig.access.calls.filter((one) => one === name).length);
  const pagesOf = (pageSize: number): void => {
    rig.access.session.can = { ...rig.access.session.can, pageSize };
  };

  it('looks at everybody within a day and at our levels each time, though others are deleted meanwhile', async () => {
    const { access, hikcentral } = rig;
    pagesOf(5);
    access.gateway.budget = { limit: 1, windowMs: 600_000 };
    hikcentral.employ(150);
    await grant(2);
    const lastSeen = new Map<string, number>();
    let longestMs = 0;
    hikcentral.onListed = (persons) => {
      const nowMs = access.clock.now().getTime();
      for (const { personId } of persons) {
        longestMs = Math.max(longestMs, nowMs - (lastSeen.get(personId) ?? nowMs));
        lastSeen.set(personId, nowMs);
      }
    };
    const startMs = access.clock.now().getTime();
    for (let checks = 1; checks <= 30; checks += 1) {
      const { check } = await rig.check();
      expect([check.status, check.levelsRead]).toEqual(['completed', 1]);
      expect(counts('list-access-level-members')).toEqual([checks]);
      hikcentral.employees.delete(String(checks));
    }
    const endMs = access.clock.now().getTime();
    const there = [...hikcentral.employees.keys(), ...hikcentral.persons.keys()];
    for (const personId of there) longestMs = Math.max(longestMs, endMs - (lastSeen.get(personId) ?? startMs));
    expect(longestMs).toBeLessThanOrEqual(DAY_MS);
    // Of 30 pages no more than the round takes.
    expect(counts('list-persons')[0]).toBeLessThanOrEqual(30 * 7);
  });

  it('that died is taken up: what it mended is not mended again, what it did not read is read', async () => {
    const { access, hikcentral } = rig;
    pagesOf(2);
    await grant(3);
    const [early, , late] = [...hikcentral.persons.values()];
    early!.endTime = '2026-07-01T08:00:00+00:00';
    late!.faceData = '';
    let pages = 0;
    access.session.fate = ({ name }) => {
      pages += name === 'list-persons' ? 1 : 0;
      return pages === 2 ? 'crash-after' : 'answered';
    };
    await expect(rig.check()).rejects.toThrow(Crash);
    const died = await rig.lastReport();
    expect(died.check).toMatchObject({ status: 'running', finishedAt: null, personsRead: 2, mended: 1 });
    expect(await rig.offset()).toBe(0);
    access.session.fate = () => 'answered';
    await access.settle();

    await rig.run();
    const { check, findings } = await rig.lastReport();
    expect(check.id).toBe(died.check.id);
    expect(check).toMatchObject({ status: 'completed', personsRead: 3, personsTotal: 3, mended: 2 });
    // The call during which it died was never written down.
    expect(check.callsSpent).toBe(3);
    expect(findings.map(({ kind, personCode }) => [kind, personCode])).toEqual([
      ['wrong_window', early!.personCode],
      ['lost_face', late!.personCode],
    ]);
    await access.settle();
    expect(counts('update-person', 'update-face')).toEqual([1, 1]);
    expect(late!.faceData).not.toBe('');
    expect((await rig.check()).check).toMatchObject({ status: 'completed', mended: 0 });
  });

  it('mends two things of one person in one go, also where lists of persons name no levels', async () => {
    const { access, hikcentral } = rig;
    hikcentral.doPersonsShowLevels = false;
    const [guest] = await grant(1);
    // Level 2 is ours because somebody was given it.
    const other = await access.announce({ ...STAY, accessLevelIds: ['2'] });
    await access.settle();
    guest!.person.faceData = '';
    hikcentral.levels.get('2')!.members.add(guest!.person.personId);
    let isTurning = false;
    access.session.afterCall = async ({ name, lane }) => {
      if (name !== 'list-access-level-members' || lane !== 'sweep' || isTurning) return;
      // The reconciler is at work on the first finding while the second is still being read.
      isTurning = true;
      await access.turn();
      isTurning = false;
    };
    const { check, findings } = await rig.check();
    expect(check).toMatchObject({ personsRead: 2, levelsRead: 2, mended: 2 });
    expect(findings.map(({ kind, levelIds }) => [kind, levelIds])).toEqual([
      ['lost_face', []],
      ['wrong_level', ['2']],
    ]);
    access.session.afterCall = () => Promise.resolve();
    await access.settle();
    expect(guest!.person.faceData).not.toBe('');
    expect([...hikcentral.levels.get('2')!.members]).toEqual([
      (await access.accessOf(other.visitId)).hikcentralPersonId,
    ]);
    expect((await access.accessOf(guest!.visitId)).status).toBe('granted');
    expect((await rig.check()).check.mended).toBe(0);
  });

  it('believes no absence of a list on which somebody is missing who is there', async () => {
    const { access, hikcentral } = rig;
    hikcentral.employ(3);
    const [gone, there] = await grant(2);
    remove(gone!.person);
    hikcentral.unlisted.add(there!.person.personCode);
    const short = await rig.check();
    expect([short.check.status, short.check.counts.hole]).toEqual(['completed', 0]);
    expect(short.findings.map(({ personCode }) => personCode)).not.toContain(there!.person.personCode);
    expect(access.logger.lines).toContainEqual(expect.objectContaining({ event: 'access.drift-list-short' }));

    hikcentral.unlisted.clear();
    const whole = await rig.check();
    expect(whole.findings.map(({ kind, personCode }) => [kind, personCode])).toEqual([
      ['hole', gone!.person.personCode],
    ]);
    await access.settle();
    expect(counts('add-person')).toEqual([1]);
  });

  it('ends nothing of a person whom a short list left out beside those who are gone indeed', async () => {
    const { access, hikcentral } = rig;
    hikcentral.employ(3);
    const guests = await grant(7);
    for (const [index, { person }] of guests.entries()) {
      if (index % 3 === 0) remove(person);
      else hikcentral.unlisted.add(person.personCode);
    }
    expect((await rig.check()).check.counts.hole).toBe(7);
    // Two who are there leave before the reconciler has looked at them.
    await access.visits.end(guests[1]!.visitId);
    await access.visits.end(guests[4]!.visitId);
    await access.settle();
    expect(counts('add-person')).toEqual([3]);
    const stay = guests.filter((_, index) => index !== 1 && index !== 4);
    for (const { visitId } of stay) expect((await access.accessOf(visitId)).status).toBe('granted');
    const held = new Set(hikcentral.held().map((line) => line.split(': ')[1]));
    for (const index of [1, 4]) {
      expect((await access.accessOf(guests[index]!.visitId)).status).toBe('revoked');
      expect(held).not.toContain(guests[index]!.person.personId);
    }
  });
});
