import { type Simulator } from '../../../simulator/index.js';
import { type Partner, startSite } from './partner.js';

const ORG = '/api/resource/v1/org';
const PAGE = { pageNo: 1, pageSize: 100 };

describe('organisations', () => {
  let simulator: Simulator;
  let partner: Partner;

  beforeEach(async () => {
    ({ simulator, partner } = await startSite({ rootOrgName: 'Works' }));
  });

  afterEach(() => simulator.close());

  it('are read as a list, by name, by code, from the root and by their parent', async () => {
    const root = { orgIndexCode: '1', orgName: 'Works', parentOrgIndexCode: '0' };
    const staff = { orgIndexCode: '2', orgName: 'Employees', parentOrgIndexCode: '1' };
    expect((await partner.page(`${ORG}/orgList`, PAGE)).list).toEqual([root, staff]);
    expect((await partner.page(`${ORG}/advance/orgList`, { ...PAGE, orgName: 'ploy' })).list).toEqual([staff]);
    expect(await partner.data(`${ORG}/rootOrg`)).toEqual(root);
    expect(await partner.data(`${ORG}/orgIndexCode/orgInfo`, { orgIndexCode: '2' })).toEqual(staff);
    const children = await partner.data(`${ORG}/parentOrgIndexCode/subOrgList`, { ...PAGE, parentOrgIndexCode: '1' });
    expect(children).toMatchObject({ total: 1, list: [staff] });
  });

  it('are made, changed and deleted', async () => {
    const made = await partner.data(`${ORG}/single/add`, { orgName: 'Visitors', parentIndexCode: '1' });
    expect(made).toEqual({ orgIndexCode: '3', orgName: 'Visitors', parentOrgIndexCode: '1' });
    await partner.data(`${ORG}/single/update`, { orgIndexCode: '3', orgName: 'Guests', parentIndexCode: '2' });
    expect(await partner.data(`${ORG}/orgIndexCode/orgInfo`, { orgIndexCode: '3' })).toMatchObject({
      orgName: 'Guests',
      parentOrgIndexCode: '2',
    });
    await partner.data(`${ORG}/single/delete`, { orgIndexCode: '3' });
    expect(await partner.codeOf(`${ORG}/orgIndexCode/orgInfo`, { orgIndexCode: '3' })).toBe('128');
    expect(simulator.control.foreignChanges()).toEqual([]);
  });

  it.each([
    ['0x00072001', { parentIndexCode: '1' }],
    ['0x00072001', { orgName: 'X' }],
    ['0x00072002', { orgName: 'x'.repeat(65), parentIndexCode: '1' }],
    ['0x00072003', { orgName: 'R&D <1>', parentIndexCode: '1' }],
    ['0x00072003', { orgName: 7, parentIndexCode: '1' }],
    ['128', { orgName: 'X', parentIndexCode: '77' }],
    ['131', { orgName: 'Employees', parentIndexCode: '1' }],
  ])('are refused with %s: %j', async (code, body) => {
    expect(await partner.codeOf(`${ORG}/single/add`, body)).toBe(code);
    expect(simulator.control.snapshot().organisations).toHaveLength(2);
  });

  it('answer 128 for what is not there, and 133 for one with people in it', async () => {
    expect(await partner.codeOf(`${ORG}/orgIndexCode/orgInfo`, { orgIndexCode: '77' })).toBe('128');
    const children = { ...PAGE, parentOrgIndexCode: '77' };
    expect(await partner.codeOf(`${ORG}/parentOrgIndexCode/subOrgList`, children)).toBe('128');
    expect(await partner.codeOf(`${ORG}/single/update`, { orgIndexCode: '77', orgName: 'X' })).toBe('128');
    expect(await partner.codeOf(`${ORG}/single/delete`, { orgIndexCode: '2' })).toBe('133');
  });
});
