import { type Simulator } from '../../../simulator/index.js';
import { eventually, type Partner, startSite } from './partner.js';

const GROUP = '/api/acs/v1/privilege/group';
const PAGE = { pageNo: 1, pageSize: 500, type: 1 };
const LOBBY = { privilegeGroupName: 'Lobby', description: 'downstairs', ElementList: [{ ID: '1' }] };

describe('making access levels', () => {
  let simulator: Simulator;
  let partner: Partner;

  beforeEach(async () => {
    ({ simulator, partner } = await startSite());
  });

  afterEach(() => simulator.close());

  const call = async (verb: string, list: unknown, changes: object = {}) =>
    (await partner.call(`${GROUP}/${verb}`, { type: 1, list, ...changes })) as { code: unknown; data: unknown };
  const names = async (type = 1) =>
    (await partner.page(GROUP, { ...PAGE, type })).list.map((level) => level['privilegeGroupName']);

  it('answers a numeric code, lists the new level, and never gives an id twice', async () => {
    const made = { privilegeGroupId: '5', privilegeGroupName: 'Lobby' };
    expect(await call('add', [LOBBY])).toMatchObject({ code: 0, data: { list: [made] } });
    expect((await partner.page(GROUP, PAGE)).list.at(-1)).toEqual({
      privilegeGroupId: '5',
      privilegeGroupName: 'Lobby',
      description: 'downstairs',
      timeSchedule: { indexCode: '1', name: 'All-day' },
    });
    expect((await call('delete', [{ privilegeGroupId: '5' }])).code).toBe(0);
    expect(await call('add', [LOBBY])).toMatchObject({ data: { list: [{ privilegeGroupId: '6' }] } });
  });

  it('makes levels of visitors too, apart from the others', async () => {
    expect((await call('add', [{ ...LOBBY, isDefault: 1 }], { type: 2 })).code).toBe(0);
    expect(await names()).not.toContain('Lobby');
    expect(await names(2)).toContain('Lobby');
    expect((await call('update', [{ privilegeGroupId: '5' }])).code).toBe(128);
    expect((await call('delete', [{ privilegeGroupId: '5' }])).code).toBe(128);
  });

  it.each<readonly [code: unknown, body: object]>([
    ['0x00072001', { list: undefined }],
    ['0x00072001', { list: [] }],
    ['0x00072001', { list: [LOBBY], type: undefined }],
    ['0x00072002', { list: [LOBBY], type: 3 }],
    ['0x00072003', { list: [LOBBY], type: '1' }],
    ['0x00072001', { list: [{ ...LOBBY, privilegeGroupName: undefined }] }],
    ['0x00072002', { list: [{ ...LOBBY, privilegeGroupName: 'x'.repeat(33) }] }],
    ['0x00072003', { list: [{ ...LOBBY, privilegeGroupName: 'a*b' }] }],
    ['0x00072002', { list: [{ ...LOBBY, description: 'x'.repeat(129) }] }],
    ['0x00072003', { list: [{ ...LOBBY, ElementList: '1' }] }],
    ['0x00072003', { list: [{ ...LOBBY, timeSchedule: '1' }] }],
    ['0x00072002', { list: Array(21).fill(LOBBY) }],
    [128, { list: [{ ...LOBBY, ElementList: [{ ID: '77' }] }] }],
    [128, { list: [{ ...LOBBY, timeSchedule: { indexCode: '9' } }] }],
    [131, { list: [{ ...LOBBY, privilegeGroupName: 'Laboratory' }] }],
    [131, { list: [LOBBY, LOBBY] }],
    [128, { list: [LOBBY, { ...LOBBY, privilegeGroupName: 'Roof', ElementList: [{ ID: '77' }] }] }],
  ])('refuses with %j, whole: %j', async (code, body) => {
    expect((await call('add', undefined, body)).code).toBe(code);
    expect(await names()).toHaveLength(3);
  });

  it('changes what is sent, and members are to be applied at the doors that come and go', async () => {
    const id = await partner.addPerson('V1');
    await partner.data(`${GROUP}/single/addPersons`, { privilegeGroupId: '1', type: 1, list: [{ id }] });
    await partner.data('/api/visitor/v1/auth/reapplication', { personIds: id });
    await eventually(() => simulator.control.doorsHolding(id).length === 2);

    const change = { privilegeGroupId: '1', privilegeGroupName: 'Front', ElementList: [{ ID: '1' }, { ID: '3' }] };
    expect((await call('update', [change])).code).toBe(0);
    expect(await names()).toContain('Front');
    const waiting = simulator.control.snapshot().doors.filter((door) => door.waiting.length > 0);
    expect(waiting.map(({ doorIndexCode }) => doorIndexCode)).toEqual(['2', '3']);
    await partner.data('/api/visitor/v1/auth/reapplication', { personIds: id });
    await eventually(() => simulator.control.doorsHolding(id).join() === '1,3');

    expect((await call('delete', [{ privilegeGroupId: '1' }])).code).toBe(0);
    expect(simulator.control.doorsHolding(id)).toEqual(['1', '3']);
    await partner.data('/api/visitor/v1/auth/reapplication', { personIds: id });
    await eventually(() => simulator.control.doorsHolding(id).length === 0);
  });

  it('refuses a change whole', async () => {
    const rename = { privilegeGroupId: '1', privilegeGroupName: 'Front' };
    expect((await call('update', [rename, { privilegeGroupId: '77' }])).code).toBe(128);
    expect((await call('update', [rename, { privilegeGroupId: '2', privilegeGroupName: 'Front' }])).code).toBe(131);
    expect((await call('update', [{ ...rename, privilegeGroupName: 'Employees' }])).code).toBe(131);
    expect((await call('update', [{ privilegeGroupName: 'Front' }])).code).toBe('0x00072001');
    expect((await call('delete', [{ privilegeGroupId: '1' }, { privilegeGroupId: '77' }])).code).toBe(128);
    expect(await names()).toEqual(['Visitors – main entrance', 'Laboratory', 'Employees']);
  });

  it('of somebody else is a foreign change, of our own is not', async () => {
    await call('add', [LOBBY]);
    await call('update', [{ privilegeGroupId: '5', description: 'x' }]);
    expect(simulator.control.foreignChanges()).toEqual([]);
    await call('update', [{ privilegeGroupId: '3', description: 'x' }]);
    expect(simulator.control.foreignChanges()).toMatchObject([{ kind: 'level-changed', privilegeGroupId: '3' }]);
  });

  it('is unknown before V3.0.1, with a numeric code', async () => {
    const old = await startSite({ softVersion: 'V3.0.0.0' });
    try {
      const { code } = await old.partner.call(`${GROUP}/add`, { type: 1, list: [LOBBY] });
      expect(code).toBe(8);
    } finally {
      await old.simulator.close();
    }
  });
});
