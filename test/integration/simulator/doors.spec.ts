import { type Simulator } from '../../../simulator/index.js';
import { type Partner, startSite } from './partner.js';

const PAGE = { pageNo: 1, pageSize: 500 };

describe('doors and devices', () => {
  let simulator: Simulator;
  let partner: Partner;

  beforeEach(async () => {
    ({ simulator, partner } = await startSite());
  });

  afterEach(() => simulator.close());

  it('are listed with their state', async () => {
    simulator.control.setDoor('2', { isOnline: false });
    const doors = await partner.page('/api/resource/v1/acsDoor/acsDoorList', PAGE);
    expect(doors.total).toBe(4);
    expect(doors.list.slice(0, 2)).toMatchObject([
      { doorIndexCode: '1', doorName: 'Main entrance', acsDevIndexCode: '1', doorState: 1, doorOutState: -1 },
      { doorIndexCode: '2', doorName: 'Exit', doorState: 4 },
    ]);
    const devices = await partner.page('/api/resource/v1/acsDevice/acsDeviceList', PAGE);
    expect(devices.list.slice(0, 2)).toMatchObject([
      { acsDevIndexCode: '1', acsDevName: 'Main entrance terminal', status: 1 },
      { acsDevIndexCode: '2', status: 2 },
    ]);
  });

  it('are read one by one', async () => {
    const info = '/api/resource/v1/acsDoor/indexCode/acsDoorInfo';
    expect(await partner.data(info, { doorIndexCode: '3' })).toMatchObject({ doorName: 'Laboratory' });
    expect(await partner.codeOf(info, { doorIndexCode: '77' })).toBe('128');
    expect(await partner.codeOf(info)).toBe('0x00072001');
  });

  it('are opened, except by a terminal that is offline', async () => {
    const open = '/api/acs/v1/door/doControl';
    simulator.control.setDoor('2', { isOnline: false });
    const request = { doorIndexCodes: ['1', '2'], controlType: 2, controlDirection: 0 };
    expect(await partner.data(open, request)).toEqual([
      { doorIndexCode: '1', controlResultCode: 0, controlResultDesc: 'Success' },
      { doorIndexCode: '2', controlResultCode: 129, controlResultDesc: 'Device is offline' },
    ]);
    expect(simulator.control.effects().at(-1)).toMatchObject({ kind: 'door-controlled', doorIndexCode: '1' });
    expect(await partner.codeOf(open, { ...request, controlType: 4 })).toBe('0x00072002');
    expect(await partner.codeOf(open, { ...request, doorIndexCodes: Array(11).fill('1') })).toBe('0x00072002');
    expect(await partner.codeOf(open, { ...request, doorIndexCodes: ['77'] })).toBe('128');
  });
});
