import { ManualTime } from '../../../../simulator/index.js';
import { type IsapiDevice, startIsapiDevice } from '../../../../simulator/isapi/index.js';
import { DigestClient } from './digest-client.js';

const TIME = '/ISAPI/System/time';

describe('a device about itself', () => {
  let device: IsapiDevice;
  let controller: IsapiDevice;
  let client: DigestClient;
  let time: ManualTime;

  beforeEach(async () => {
    time = new ManualTime(new Date('2026-01-01T03:00:00Z'));
    device = await startIsapiDevice({ clock: time, scheduler: time });
    controller = await startIsapiDevice({ model: 'door-controller' });
    client = new DigestClient(device);
  });

  afterEach(() => Promise.all([device.close(), controller.close()]));

  const setTime = async (content: string): Promise<number> =>
    (await client.xml('PUT', TIME, `<Time version="2.0">${content}</Time>`)).status;
  const deviceTime = (): string => device.control.snapshot().time;

  it('tells its time in its zone, whose sign POSIX inverts', async () => {
    const { text } = await client.xml('GET', TIME);
    expect(text).toContain('<timeMode>manual</timeMode><localTime>2026-01-01T08:00:00+05:00</localTime>');
    expect(text).toContain('<timeZone>CST-5:00:00</timeZone>');
  });

  it('is set by an instant, or by a wall time in the zone that comes with it', async () => {
    expect(await setTime('<timeMode>manual</timeMode><localTime>2026-02-01T00:00:00+03:00</localTime>')).toBe(200);
    expect(deviceTime()).toBe('2026-02-01T02:00:00+05:00');
    const wall = '<timeMode>manual</timeMode><localTime>2026-03-01T10:00:00</localTime><timeZone>EST5:30:00</timeZone>';
    expect(await setTime(wall)).toBe(200);
    expect(deviceTime()).toBe('2026-03-01T10:00:00-05:30');
    time.advance(60_000);
    expect(deviceTime()).toBe('2026-03-01T10:01:00-05:30');
    expect(await setTime('<timeMode>NTP</timeMode><timeZone>UTC+0:00:00</timeZone>')).toBe(200);
    expect(deviceTime()).toBe('2026-01-01T03:01:00+00:00');
  });

  it.each([
    '<timeMode>manual</timeMode>',
    '<timeMode>manual</timeMode><localTime>2026-02-30T00:00:00</localTime>',
    '<timeMode>manual</timeMode><localTime>soon</localTime>',
    '<timeMode>NTP</timeMode><timeZone>Asia/Almaty</timeZone>',
    '<timeMode>NTP</timeMode><timeZone>CST-1:00:00DST00:30:00,M4.1.0,M10.5.0</timeZone>',
  ])('is not set by %s', async (content) => {
    expect(await setTime(content)).toBe(400);
    expect(deviceTime()).toBe('2026-01-01T08:00:00+05:00');
  });

  it('has a clock that a test may set wrong', () => {
    device.control.setClockOffset(-3_600_000);
    expect(deviceTime()).toBe('2026-01-01T07:00:00+05:00');
  });

  it('says what it can do', async () => {
    expect((await client.xml('GET', '/ISAPI/AccessControl/capabilities')).text).toContain('<isSupportFDLib>true<');
    expect((await client.json('GET', '/ISAPI/AccessControl/UserInfo/capabilities')).body).toMatchObject({
      UserInfo: { employeeNo: { '@max': 32 }, name: { '@max': 128 }, maxRecordNum: 3000 },
    });
    expect((await client.json('GET', '/ISAPI/AccessControl/AcsEvent/capabilities')).body).toMatchObject({
      AcsEvent: { AcsEventCond: { maxResults: { '@max': 30 } } },
    });
    const other = new DigestClient(controller);
    expect((await other.xml('GET', '/ISAPI/AccessControl/capabilities')).text).toContain('<isSupportFDLib>false<');
  });

  it('has a state for every door, and a controller has four', async () => {
    const command = (cmd: string): string => `<RemoteControlDoor><cmd>${cmd}</cmd></RemoteControlDoor>`;
    const other = new DigestClient(controller);
    const status = async (): Promise<unknown> =>
      (await other.json('GET', '/ISAPI/AccessControl/AcsWorkStatus')).body['AcsWorkStatus'];
    await other.xml('PUT', '/ISAPI/AccessControl/RemoteControl/door/2', command('alwaysOpen'));
    await other.xml('PUT', '/ISAPI/AccessControl/RemoteControl/door/3', command('alwaysClose'));
    expect(await status()).toEqual({
      doorLockStatus: [0, 1, 0, 0],
      doorStatus: [4, 2, 3, 4],
      magneticStatus: [0, 0, 0, 0],
      cardReaderOnlineStatus: [1, 2, 3, 4, 5, 6, 7, 8],
      cardNum: 0,
    });
    await other.xml('PUT', '/ISAPI/AccessControl/RemoteControl/door/2', command('resume'));
    expect(await status()).toMatchObject({ doorLockStatus: [0, 0, 0, 0], doorStatus: [4, 4, 3, 4] });
  });

  it('opens a door for a while', async () => {
    await client.xml(
      'PUT',
      '/ISAPI/AccessControl/RemoteControl/door/1',
      '<RemoteControlDoor><cmd>open</cmd></RemoteControlDoor>',
    );
    expect(device.control.snapshot().doors).toMatchObject([{ isUnlocked: true, mode: 'normal' }]);
    time.advance(5000);
    expect(device.control.snapshot().doors).toMatchObject([{ isUnlocked: false, mode: 'normal' }]);
    expect(device.control.events()).toMatchObject([{ major: 5, minor: 21, doorNo: 1 }]);
  });
});
