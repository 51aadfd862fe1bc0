import { type Simulator } from '../../../simulator/index.js';
import { jpegBase64, pngBase64 } from './faces.js';
import { type Partner, startSite } from './partner.js';

const PERSON = '/api/resource/v1/person';
const DOORS = '/api/resource/v1/acsDoor';
const EVENTS = '/api/acs/v1/door/events';
const PAGE = { pageNo: 1, pageSize: 500 };

describe('what else is answered', () => {
  let simulator: Simulator;
  let partner: Partner;

  beforeEach(async () => {
    ({ simulator, partner } = await startSite());
  });

  afterEach(() => simulator.close());

  it('doors by name, device and region', async () => {
    const find = async (filter: object) =>
      (await partner.page(`${DOORS}/advance/acsDoorList`, { ...PAGE, ...filter })).list.map(
        ({ doorIndexCode }) => doorIndexCode,
      );
    expect(await find({})).toEqual(['1', '2', '3', '4']);
    expect(await find({ doorName: 'ENTRANCE' })).toEqual(['1', '4']);
    expect(await find({ doorName: 'entrance', acsDevIndexCode: '4' })).toEqual(['4']);
    expect(await find({ regionIndexCode: '9' })).toEqual([]);
    const inRegion = { ...PAGE, regionIndexCode: '1' };
    expect(await partner.data(`${DOORS}/region/acsDoorList`, inRegion)).toMatchObject({ total: 4 });
  });

  it('whether a device takes a face', async () => {
    const check = async (faceData: unknown, acsDevIndexCode: unknown = '1') =>
      partner.codeOf('/api/acs/v1/faceCheck', { faceData, acsDevIndexCode });
    const jpeg = await jpegBase64();
    expect(await check(jpeg)).toBe('0');
    expect(await check(await pngBase64())).toBe('2');
    expect(await check(jpeg, '77')).toBe('128');
    expect(await check(undefined)).toBe('0x00072001');
    expect(await partner.codeOf('/api/acs/v1/faceCheck', { faceData: jpeg })).toBe('0x00072001');
    simulator.control.setDoor('1', { isOnline: false });
    expect(await check(jpeg)).toBe('129');
  });

  it('pictures of alarms, as text, with errors in the envelope', async () => {
    const { eventId } = simulator.control.walk({ personCode: 'E00001', readerIndexCode: '1' });
    const path = '/api/eventService/v1/image_data';
    const picture = await partner.raw(path, { picUri: `Vsm://event/${eventId ?? ''}` });
    expect(picture.text).toMatch(/^data:image\/jpeg;base64,\/9j\//);
    expect(await partner.codeOf(path, { picUri: 'Vsm://event/none' })).toBe('128');
    expect(await partner.codeOf(path, { picUri: 'x'.repeat(513) })).toBe('0x00072002');
    expect(await partner.codeOf(path)).toBe('0x00072001');
  });

  it('QR codes of cards, and how long they are good', async () => {
    const code = (data: unknown) => partner.call(`${PERSON}/staticqrcode/get`, { data });
    expect((await code({ cardNo: '10000000' })).data).toEqual({ qrcode: expect.stringMatching(/^Qk/) });
    expect((await code({ cardNo: '4411' })).code).toBe('128');
    expect((await code({})).code).toBe('0x00072001');
    expect((await code(undefined)).code).toBe('0x00072001');
    const config = { type: 1, validTime: 5, validTimeUnit: 1 };
    expect(await partner.codeOf(`${PERSON}/qrcodeconfig/update`, { data: { ...config, type: 2 } })).toBe('0x00072002');
    expect(await partner.codeOf(`${PERSON}/qrcodeconfig/update`, { data: config })).toBe('0');
    expect(await partner.data(`${PERSON}/qrcodeconfig/get`)).toEqual(config);
  });

  it('rooms, floors, key fobs and custom fields of persons', async () => {
    const personId = await partner.addPerson('V1', {
      residentRoomNo: 12,
      residentFloorNo: 3,
      keyfobs: [{ keyfobNo: '88' }],
    });
    const read = (appendInfo?: unknown) => partner.call(`${PERSON}/personId/personInfo`, { personId, appendInfo });
    const room = { infoType: 6, infoValue: '12' };
    expect((await read([6, 19])).data).toMatchObject({ appendInfo: [room, { infoType: 19, infoValue: '3' }] });
    expect((await read([6])).data).toMatchObject({ appendInfo: [room] });
    expect((await read()).data).not.toHaveProperty('appendInfo');
    expect((await read([7])).code).toBe('0x00072002');
    expect((await read(['6'])).code).toBe('0x00072003');
    const found = await partner.page(`${PERSON}/advance/personList`, { ...PAGE, keyfobNo: '88' });
    expect(found.list).toMatchObject([{ personCode: 'V1' }]);

    const set = (list: unknown) => partner.codeOf(`${PERSON}/personId/customFieldsUpdate`, { personId, list });
    expect(await set([{ id: '1', customFieldValue: 'B. Lind' }])).toBe('0');
    expect(await set([{ id: '9', customFieldValue: 'x' }])).toBe('128');
    expect(await set([])).toBe('0x00072001');
    expect((await read()).data).toMatchObject({
      customFieldList: [{ id: '1', customFiledName: 'Host', customFieldType: 0, customFieldValue: 'B. Lind' }],
    });
    expect((await partner.page(`${PERSON}/customFields`, PAGE)).total).toBe(2);
    expect(
      await partner.codeOf(`${PERSON}/single/update`, { personId, cards: [{ cardNo: '5' }, { cardNo: '5' }] }),
    ).toBe('131');
  });

  it('who used a card', async () => {
    const granted = simulator.control.walk({ cardNo: '10000000', readerIndexCode: '1' });
    expect(granted).toMatchObject({ isGranted: true, eventType: 198914 });
    expect(simulator.control.walk({ cardNo: '999', readerIndexCode: '1' })).toMatchObject({ eventType: 197634 });
    const window = { startTime: '2026-01-01T00:00:00+05:00', endTime: '2026-01-31T00:00:00+05:00' };
    const now = (ms: number) => new Date(Date.now() + ms).toISOString().replace('Z', '+00:00');
    const { list } = await partner.page(EVENTS, { ...PAGE, startTime: now(-60_000), endTime: now(60_000) });
    expect(list.map((event) => [event['cardNo'], event['personCode']])).toEqual([
      ['999', ''],
      ['10000000', 'E00001'],
    ]);
    expect(await partner.page(EVENTS, { ...PAGE, ...window })).toMatchObject({ total: 0 });
  });

  it('a wrong password of a deletion, until the address is locked; other addresses are not', async () => {
    const site = await startSite({ deletePassword: 'sesame' });
    try {
      const personId = await site.partner.addPerson('V1');
      const remove = (adminPassword: string) =>
        site.partner.call(`${PERSON}/single/delete`, { personId, adminPassword });
      for (const remainLockNumber of [4, 3, 2, 1, 0]) {
        expect(await remove('x')).toMatchObject({ code: '2', data: { remainLockNumber } });
      }
      expect(await remove('sesame')).toMatchObject({ code: '65', data: { remainLockNumber: 0 } });
      const elsewhere = await site.simulator.control.asOperator(`${PERSON}/single/delete`, {
        personId,
        adminPassword: 'sesame',
      });
      expect(elsewhere.code).toBe('0');
    } finally {
      await site.simulator.close();
    }
  });

  it.each([
    ['V1.6.0.0', '/api/acs/v1/auth/applicationResult'],
    ['V1.9.0.0', '/api/acs/v1/faceCheck'],
    ['V1.9.0.0', `${PERSON}/personCode/personInfo`],
    ['V2.3.9.0', '/api/visitor/v1/person/ID/elementDownloadDetail'],
    ['V2.6.1.0', `${PERSON}/staticqrcode/get`],
    ['V3.0.0.0', `${PERSON}/deleteconfig/get`],
  ])('%s does not know %s', async (softVersion, path) => {
    const old = await startSite({ softVersion });
    try {
      expect(await old.partner.codeOf(path)).toBe('8');
      expect(await partner.codeOf(path)).not.toBe('8');
    } finally {
      await old.simulator.close();
    }
  });
});
