import { Refusal } from '../../../../simulator/refusal.js';
import { stateOf } from '../../../../simulator/world/state-of.js';
import { addGuest, buildWorld, NOON, SOMEONE_ELSE, US } from '../build-world.js';

const VISITORS = '1';

function codeOf(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return undefined;
}

describe('organisations', () => {
  it('grow, change and go', () => {
    const { world } = buildWorld();
    const org = world.organisations.add('Visitors', '1', US);
    world.organisations.update(org.orgIndexCode, { orgName: 'Guests', parentOrgIndexCode: '2' }, US);
    expect(world.organisations.get(org.orgIndexCode)).toMatchObject({ orgName: 'Guests', parentOrgIndexCode: '2' });
    world.organisations.delete(org.orgIndexCode, US);
    expect(codeOf(() => world.organisations.get(org.orgIndexCode))).toBe('128');
  });

  it.each<[string, string, (world: ReturnType<typeof buildWorld>['world']) => void]>([
    ['an unknown parent', '128', (world) => world.organisations.add('X', '77', US)],
    ['a name its parent has', '131', (world) => world.organisations.add('Employees', '1', US)],
    ['being below itself', '2', (world) => world.organisations.update('1', { parentOrgIndexCode: '2' }, US)],
    ['losing the root', '2', (world) => world.organisations.delete('1', US)],
    ['going with people in it', '133', (world) => world.organisations.delete('2', US)],
  ])('refuse %s', (_what, code, act) => {
    const { world } = buildWorld();
    const before = structuredClone(world.organisations.all());
    expect(codeOf(() => act(world))).toBe(code);
    expect(world.organisations.all()).toEqual(before);
  });
});

describe('persons', () => {
  it('get ids of their own and never one twice', () => {
    const { world } = buildWorld();
    const first = addGuest(world);
    world.deletePerson(first, US);
    const second = addGuest(world);
    expect(second.personId).not.toBe(first.personId);
    expect(world.persons.find({ personCode: 'V1' })).toBe(second);
  });

  it.each<[string, string, Parameters<typeof addGuest>[1]]>([
    ['a code in use', '131', { personCode: 'E00001' }],
    ['a card in use', '131', { cardNos: ['10000000'] }],
    ['an unknown organisation', '128', { orgIndexCode: '77' }],
    ['an empty validity', '2', { endTimeMs: 0 }],
  ])('are refused for %s, and nobody is made', (_what, code, changes) => {
    const { world } = buildWorld();
    expect(codeOf(() => addGuest(world, changes))).toBe(code);
    expect(world.persons.all()).toHaveLength(3);
  });

  it('are refused over the licence', () => {
    const { world } = buildWorld({ personCapacity: 4 });
    addGuest(world);
    expect(codeOf(() => addGuest(world, { personCode: 'V2' }))).toBe('132');
  });

  it('keep what an update does not name, and everything when it is refused', () => {
    const { world } = buildWorld();
    const guest = addGuest(world, { phoneNo: '555' });
    world.updatePerson(guest, { givenName: 'Åsa' }, US);
    expect(guest).toMatchObject({ givenName: 'Åsa', familyName: 'Ost', phoneNo: '555' });
    const before = { ...guest };
    expect(codeOf(() => world.updatePerson(guest, { endTimeMs: 0 }, US))).toBe('2');
    expect(codeOf(() => world.updatePerson(guest, { cardNos: ['10000000'] }, US))).toBe('131');
    expect(guest).toEqual(before);
  });

  it('can take each other’s old cards', () => {
    const { world } = buildWorld();
    const guest = addGuest(world, { cardNos: ['4411'] });
    world.updatePerson(guest, { cardNos: ['4412'] }, US);
    expect(addGuest(world, { personCode: 'V2', cardNos: ['4411'] }).cardNos).toEqual(['4411']);
  });
});

describe('the journal', () => {
  it('finds what a partner changed of what it had not made', () => {
    const { world } = buildWorld();
    const employee = world.persons.get({ personCode: 'E00001' });
    const guest = addGuest(world);
    world.addMembers(VISITORS, [guest], US);
    world.updatePerson(guest, { remark: 'x' }, US);
    expect(world.journal.foreignChanges('21830457')).toEqual([]);

    world.removeMembers('3', [employee], US);
    world.organisations.update('2', { orgName: 'Staff' }, US);
    world.deletePerson(guest, SOMEONE_ELSE);
    world.deletePerson(employee, { by: 'operator' });
    expect(world.journal.foreignChanges('21830457')).toMatchObject([
      { kind: 'member-removed', personId: employee.personId, privilegeGroupId: '3' },
      { kind: 'organisation-changed', orgIndexCode: '2' },
    ]);
    expect(world.journal.foreignChanges('99999999')).toMatchObject([{ kind: 'person-deleted' }]);
  });
});

describe('the first day', () => {
  it('has every employee on every door of their level', () => {
    const { world } = buildWorld();
    expect(world.levels.get('3').memberIds.size).toBe(3);
    expect(world.slates.doorsHolding('1')).toEqual(['1', '2', '3', '4']);
    expect(world.passages.walk({ personCode: 'E00003' }, { doorIndexCode: '4' }).isGranted).toBe(true);
    expect(world.application.counts()).toEqual({
      unApplicationCount: 0,
      editAndUnApplicationCount: 0,
      applicationFailCount: 0,
    });
  });

  it('can be taken down as plain data at any time', () => {
    const { world } = buildWorld();
    const guest = addGuest(world);
    world.addMembers(VISITORS, [guest], US);
    const state = stateOf(world, 'salt');
    expect(state.slates[0]?.waiting).toEqual([{ personId: guest.personId, isQueued: false }]);
    expect(state.nextPersonId).toBe(5);
    expect(state.persons.at(-1)?.beginTimeMs).toBeLessThan(NOON.getTime());
  });
});
