import { type Simulator } from '../../../simulator/index.js';
import { type Partner, startSite } from './partner.js';

const GROUP = '/api/acs/v1/privilege/group';
const PAGE = { pageNo: 1, pageSize: 500, type: 1 };

describe('access levels', () => {
  let simulator: Simulator;
  let partner: Partner;

  beforeEach(async () => {
    ({ simulator, partner } = await startSite());
  });

  afterEach(() => simulator.close());

  const add = (body: object) =>
    partner.codeOf(`${GROUP}/single/addPersons`, { privilegeGroupId: '1', type: 1, ...body });
  const remove = (body: object) =>
    partner.codeOf(`${GROUP}/single/deletePersons`, { privilegeGroupId: '1', type: 1, ...body });

  it('are listed flat', async () => {
    const data = await partner.page(GROUP, PAGE);
    expect(data.total).toBe(3);
    expect(data.list[0]).toEqual({
      privilegeGroupId: '1',
      privilegeGroupName: 'Visitors – main entrance',
      description: '',
      timeSchedule: { indexCode: '1', name: 'All-day' },
    });
  });

  it('are listed nested, with their doors and without a list, when told so', async () => {
    const nested = await startSite({ groupShape: 'nested' });
    try {
      const data = await nested.partner.record(GROUP, { ...PAGE, pageSize: 1 });
      expect(data).toMatchObject({ total: 3, pageNo: 1, pageSize: 1 });
      expect(data).not.toHaveProperty('list');
      expect(data['PrivilegeGroupInfo']).toMatchObject([
        { privilegeGroupId: '1', isDefault: 0, ElementList: [{ ID: '1' }, { ID: '2', BaseInfo: { Name: 'Exit' } }] },
      ]);
    } finally {
      await nested.simulator.close();
    }
  });

  it('of visitors are a list of their own, and a type is needed', async () => {
    const visitorLevels = await partner.page(GROUP, { ...PAGE, type: 2 });
    expect(visitorLevels).toMatchObject({ total: 1, list: [{ privilegeGroupId: '4' }] });
    expect(await partner.codeOf(GROUP, { pageNo: 1, pageSize: 1 })).toBe('0x00072001');
    expect(await partner.codeOf(GROUP, { ...PAGE, type: 3 })).toBe('0x00072002');
    expect(await partner.codeOf(`${GROUP}/single/personList`, { ...PAGE, type: 2, privilegeGroupId: '1' })).toBe('8');
    expect(await add({ type: 2, list: [{ id: '1' }] })).toBe('128');
    expect(await add({ privilegeGroupId: '4', list: [{ id: '1' }] })).toBe('128');
    expect(await add({ privilegeGroupId: '4', type: 2, list: [{ id: '1' }] })).toBe('128');
  });

  it('take members by id and by code and list them', async () => {
    const asa = await partner.addPerson('V1');
    const bo = await partner.addPerson('V2');
    expect(await add({ list: [{ id: asa }] })).toBe('0');
    expect(await add({ list: [{ personCode: 'V2' }] })).toBe('0');
    const members = await partner.data(`${GROUP}/single/personList`, { ...PAGE, privilegeGroupId: '1' });
    expect(members).toMatchObject({
      total: 2,
      list: [
        { id: asa, personCode: 'V1' },
        { id: bo, personCode: 'V2' },
      ],
    });
    expect(await remove({ list: [{ personCode: 'V1' }, { id: bo }] })).toBe('0');
    expect(simulator.control.members('1')).toEqual([]);
  });

  it('answer 0 for a member added again and for a stranger removed', async () => {
    const id = await partner.addPerson('V1');
    expect(await remove({ list: [{ id }] })).toBe('0');
    expect(await add({ list: [{ id }, { id }] })).toBe('0');
    expect(await add({ list: [{ id }] })).toBe('0');
    expect(simulator.control.members('1')).toEqual([id]);
  });

  it('refuse the whole call for one unknown person or an unknown level', async () => {
    const id = await partner.addPerson('V1');
    expect(await add({ list: [{ id }, { id: '77' }] })).toBe('128');
    expect(await add({ list: [{ personCode: 'V1' }, { personCode: 'NOBODY' }] })).toBe('128');
    expect(await add({ privilegeGroupId: '77', list: [{ id }] })).toBe('128');
    expect(simulator.control.members('1')).toEqual([]);

    await add({ list: [{ id }] });
    expect(await remove({ list: [{ id }, { id: '77' }] })).toBe('128');
    expect(simulator.control.members('1')).toEqual([id]);
    expect(await partner.codeOf(`${GROUP}/single/personList`, { ...PAGE, privilegeGroupId: '77' })).toBe('128');
  });

  it('take at most 20 codes and 500 ids in a call', async () => {
    const codes = (count: number) => Array.from({ length: count }, () => ({ personCode: 'V1' }));
    const id = await partner.addPerson('V1');
    const ids = (count: number) => Array.from({ length: count }, () => ({ id }));
    expect(await add({ list: codes(21) })).toBe('0x00072002');
    expect(await add({ list: ids(501) })).toBe('0x00072002');
    expect(simulator.control.members('1')).toEqual([]);
    expect(await add({ list: codes(20) })).toBe('0');
    expect(await add({ list: ids(500) })).toBe('0');
  });

  it.each([
    ['0x00072001', {}],
    ['0x00072001', { list: [] }],
    ['0x00072001', { personIds: ['1'] }],
    ['0x00072003', { list: '1' }],
    ['0x00072003', { list: ['1'] }],
    ['0x00072003', { list: [{ id: 1 }] }],
    ['0x00072003', { list: [{}] }],
  ])('refuse a list of another shape with %s: %j', async (code, body) => {
    expect(await add(body)).toBe(code);
  });
});
