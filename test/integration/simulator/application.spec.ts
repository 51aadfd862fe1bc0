import { type Simulator } from '../../../simulator/index.js';
import { jpegBase64 } from './faces.js';
import { eventually, type Partner, startSite } from './partner.js';

const REAPPLY = '/api/visitor/v1/auth/reapplication';
const RESULT = '/api/acs/v1/auth/applicationResult';
const DETAIL = '/api/visitor/v1/person/ID/elementDownloadDetail';
const STATISTICS = { applicationResultType: 1, type: 1 };
const ERRORS = { applicationResultType: 2, type: 1, pageNo: 1, pageSize: 100 };

describe('application', () => {
  let simulator: Simulator;
  let partner: Partner;

  beforeEach(async () => {
    ({ simulator, partner } = await startSite());
  });

  afterEach(() => simulator.close());

  /** A guest with a face in the visitors' level, not yet applied. */
  async function addMember(personCode: string): Promise<string> {
    const id = await partner.addPerson(personCode, { faces: [{ faceData: await jpegBase64() }] });
    const body = { privilegeGroupId: '1', type: 1, list: [{ id }] };
    await partner.data('/api/acs/v1/privilege/group/single/addPersons', body);
    return id;
  }

  const holders = (personId: string) => simulator.control.doorsHolding(personId);

  it('reaches the doors after a reapplication of the comma list, and says so', async () => {
    const [asa, bo, cleo] = [await addMember('V1'), await addMember('V2'), await addMember('V3')];
    expect(await partner.data(RESULT, STATISTICS)).toEqual({
      statisticResult: { unApplicationCount: 6, applicationFailCount: 0, editAndUnApplicationCount: 0 },
    });
    expect((await partner.call(REAPPLY, { personIds: `${asa},${bo}`, ImmediateDownload: 0 })).data).toBe('null');
    await eventually(() => holders(bo).length === 2);
    expect(holders(asa)).toEqual(['1', '2']);
    expect(holders(cleo)).toEqual([]);
    expect(await partner.data(RESULT, STATISTICS)).toMatchObject({ statisticResult: { unApplicationCount: 2 } });
  });

  it('takes only the doors that are named', async () => {
    const id = await addMember('V1');
    await partner.data(REAPPLY, { personIds: id, doorIndexCodes: '2' });
    await eventually(() => holders(id).length > 0);
    expect(holders(id)).toEqual(['2']);
  });

  it('accepts a wrong shape in silence: an array is nobody, an unknown field is everybody', async () => {
    const id = await addMember('V1');
    const queued = () => simulator.control.effects().filter(({ kind }) => kind === 'application-queued').length;
    expect(await partner.codeOf(REAPPLY, { personIds: [id] })).toBe('0');
    expect(queued()).toBe(0);
    expect(await partner.codeOf(REAPPLY, { personId: 'somebody else' })).toBe('0');
    expect(queued()).toBe(2);
  });

  it('takes at most 500 ids', async () => {
    const ids = Array.from({ length: 501 }, (_, index) => String(index));
    expect(await partner.codeOf(REAPPLY, { personIds: ids.join(',') })).toBe('0x00072002');
    expect(await partner.codeOf(REAPPLY, { personIds: ids.slice(1).join(',') })).toBe('0');
  });

  it('lists refused faces by terminal, and each door’s state for one person', async () => {
    simulator.control.failApplications('1', { errorItems: '3', times: 1 });
    simulator.control.setDoor('2', { isOnline: false });
    const id = await addMember('V1');
    await partner.data(REAPPLY, { personIds: id });
    await eventually(() => simulator.control.snapshot().application.applicationFailCount === 1);

    expect(await partner.data(RESULT, ERRORS)).toEqual({
      applicationErrorResult: {
        pageNo: 1,
        pageSize: 100,
        applicationFailCount: 1,
        list: [
          {
            deviceName: 'Main entrance terminal',
            errorList: [{ personName: 'Asa Ost', personCode: 'V1', resourceName: 'Main entrance', errorItems: '3' }],
          },
        ],
      },
    });
    expect(await partner.data(RESULT, STATISTICS)).toEqual({
      statisticResult: { unApplicationCount: 1, applicationFailCount: 1, editAndUnApplicationCount: 0 },
    });
    expect(await partner.data(DETAIL, { id })).toMatchObject({
      ElementDetailList: {
        ElementDetail: [
          {
            BaseInfo: { elementId: '1', elementName: 'Main entrance', ElementType: 6, elementNetwork: 1 },
            ElementStatus: [{ elementStatus: 2 }],
            CertificateStatusList: { CertificateStatus: [{ Type: 2, Status: 2 }] },
          },
          { BaseInfo: { elementId: '2', elementNetwork: 0 }, ElementStatus: [{ elementStatus: 1 }] },
        ],
      },
    });
  });

  it('pages its errors', async () => {
    simulator.control.failApplications('1', { errorItems: '3', times: null });
    for (const code of ['V1', 'V2', 'V3']) await addMember(code);
    await partner.data(REAPPLY);
    await eventually(() => simulator.control.snapshot().application.applicationFailCount === 3);
    const { applicationErrorResult } = await partner.record(RESULT, { ...ERRORS, pageNo: 2, pageSize: 2 });
    expect(applicationErrorResult).toMatchObject({
      applicationFailCount: 3,
      list: [{ errorList: [{ personCode: 'V3' }] }],
    });
  });

  it.each([
    ['0x00072001', RESULT, { type: 1 }],
    ['0x00072001', RESULT, { applicationResultType: 1 }],
    ['0x00072002', RESULT, { applicationResultType: 3, type: 1 }],
    ['0x00072001', RESULT, { applicationResultType: 2, type: 1 }],
    ['0x00072001', DETAIL, {}],
    ['128', DETAIL, { id: '77' }],
  ])('refuses with %s: %s %j', async (code, path, body) => {
    expect(await partner.codeOf(path, body)).toBe(code);
  });
});
