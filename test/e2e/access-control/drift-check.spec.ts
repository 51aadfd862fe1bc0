import { openVestibule, type TestVestibule } from '../../support/vestibule.js';
import { untilAccess, untilVisit, type VisitBody } from '../../support/visit-steps.js';
import { waitFor } from '../../support/wait-for.js';
import { checkDrift, grantOne, heldBy, NOTHING_FOUND } from './support/drift-steps.js';

const READS_PERSONS = '/person/personList';
const READS_LEVEL = '/privilege/group/single/personList';

describe('the drift check beside 2,000 employees', () => {
  let vestibule: TestVestibule;
  const visits: VisitBody[] = [];
  const codes: string[] = [];

  beforeAll(async () => {
    vestibule = await openVestibule();
    for (const fullName of ['Asa Ost', 'Bo Ek', 'Cia Ask', 'Dan Alm', 'Eva Rönn', 'Fia Lind']) {
      const visit = await grantOne(vestibule.api, { guest: { fullName } });
      visits.push(visit);
      codes.push(visit.access.personCode!);
    }
  }, 120_000);

  afterAll(() => vestibule.close());

  const person = (index: number) => vestibule.simulator.control.whereabouts(codes[index]!).person;
  const held = () => heldBy(vestibule.simulator);

  it('finds nothing while both agree, with one call per page of persons', async () => {
    const before = vestibule.simulator.control.arrivals().length;
    const check = await checkDrift(vestibule.api);
    expect(check).toMatchObject({ ...NOTHING_FOUND, callsSpent: 5, personsRead: 2_006, levelsRead: 0 });
    expect(check.findings).toEqual([]);
    const paths = vestibule.simulator.control
      .arrivals()
      .slice(before)
      .map(({ path }) => path);
    expect(paths.filter((path) => path.endsWith(READS_PERSONS))).toHaveLength(5);
    expect(paths.filter((path) => path.endsWith(READS_LEVEL))).toHaveLength(0);
  });

  it('finds and mends what an operator did, and only says so in a dry run', async () => {
    const { api, simulator } = vestibule;
    const { edits } = simulator.control;
    const byCode = (index: number) => ({ personCode: codes[index]! });
    const { endTime } = person(2)!;
    edits.deletePerson(byCode(0));
    edits.removeMember('1', byCode(1));
    edits.expirePerson(byCode(2), Date.now() + 30 * 86_400_000);
    edits.changeFace(byCode(3), null);
    edits.addMember('2', byCode(4));
    edits.renamePerson(byCode(5), { familyName: 'Somebody', givenName: 'Else' });
    const wanted = {
      status: 'completed',
      ghosts: 0,
      holes: 1,
      wrongWindow: 1,
      wrongLevel: 2,
      lostFaces: 1,
      duplicates: 1,
      unknownPersons: 0,
    };

    const dry = await checkDrift(api, '/drift-checks?dryRun=true');
    expect(dry).toMatchObject({ ...wanted, mended: 0 });
    expect(person(0)).toBeNull();
    expect(person(4)?.privilegeGroupIds.toSorted()).toEqual(['1', '2']);

    const check = await checkDrift(api);
    expect(check).toMatchObject({ ...wanted, mended: 6 });
    expect(check.findings.map(({ kind, personCode }) => `${codes.indexOf(personCode)} ${kind}`).sort()).toEqual([
      '0 hole',
      '1 wrong_level',
      '2 wrong_window',
      '3 lost_face',
      '4 wrong_level',
      '5 duplicate',
    ]);
    expect(check.findings.find(({ kind }) => kind === 'duplicate')?.differs).toEqual(['name']);
    await waitFor(
      () => person(0) !== null && person(5)?.personName.includes('Fia') === true && person(3)?.hasFace === true,
      'everything to be mended',
    );
    await waitFor(() => person(4)?.privilegeGroupIds.join() === '1' && person(2)?.endTime === endTime, 'the limits');
    for (const { id } of visits) await untilAccess(api, id, 'granted');
    expect(held()).toEqual(codes.toSorted());
    expect(await checkDrift(api)).toMatchObject(NOTHING_FOUND);

    const { body } = await api.get<{ items: { type: string; data: { kind?: string } }[] }>(
      `/visits/${visits[4]!.id}/timeline`,
    );
    expect(body.items.filter(({ type }) => type === 'drift_found').map(({ data }) => data.kind)).toEqual([
      'wrong_level',
    ]);
  }, 60_000);

  it('takes away what a guest whose visit has ended was given by hand', async () => {
    const { api, simulator } = vestibule;
    await api.post(`/visits/${visits[0]!.id}/cancel`);
    await untilAccess(api, visits[0]!.id, 'revoked');
    simulator.control.edits.addMember('3', { personCode: codes[0]! });
    expect(await checkDrift(api)).toMatchObject({ ...NOTHING_FOUND, ghosts: 1, mended: 1 });
    await waitFor(() => !held().includes(codes[0]!), 'the level to be taken');
    expect(await checkDrift(api)).toMatchObject(NOTHING_FOUND);
  }, 60_000);

  it('brings everybody back after HikCentral lost our organisation', async () => {
    const { api, simulator } = vestibule;
    const { control } = simulator;
    const { orgIndexCode } = person(1)!;
    control.edits.deleteOrganisation(orgIndexCode, true);
    expect(held()).not.toContain(codes[1]);
    expect(await checkDrift(api)).toMatchObject({ ...NOTHING_FOUND, holes: 5, mended: 5 });
    await waitFor(() => codes.slice(1).every((code) => held().includes(code)), 'everybody to be back', 30_000);
    for (const { id } of visits.slice(1)) await untilAccess(api, id, 'granted');
    expect(await checkDrift(api)).toMatchObject(NOTHING_FOUND);
    expect(control.snapshot().persons.filter(({ isForeign }) => !isForeign)).toHaveLength(5);
  }, 90_000);

  it('follows a HikCentral that was restored from a backup', async () => {
    const { api, simulator } = vestibule;
    const { control } = simulator;
    const backup = control.backUp();
    const later = await grantOne(api, { guest: { fullName: 'Gun Berg' } });
    await api.post(`/visits/${visits[1]!.id}/cancel`);
    await untilAccess(api, visits[1]!.id, 'revoked');
    control.restore(backup);
    expect(person(1)?.privilegeGroupIds).toEqual(['1']);
    const check = await checkDrift(api);
    expect(check).toMatchObject({ ghosts: 1, holes: 1, mended: 2 });
    await waitFor(() => person(1)?.privilegeGroupIds.length === 0, 'the ended visit to be taken again');
    await waitFor(() => held().includes(later.access.personCode!), 'the later visit to be given again');
    await untilVisit(api, later.id, ({ access }) => access.status === 'granted');
    expect(await checkDrift(api)).toMatchObject(NOTHING_FOUND);
  }, 60_000);
});
