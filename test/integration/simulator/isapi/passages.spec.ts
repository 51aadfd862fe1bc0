import { ManualTime } from '../../../../simulator/index.js';
import { type IsapiDevice, type IsapiDeviceOptions, startIsapiDevice } from '../../../../simulator/isapi/index.js';
import { DigestClient } from './digest-client.js';
import { aPicture, guest, sendFace, USER_INFO } from './guest.js';

describe('a walk past a device', () => {
  let device: IsapiDevice;
  let client: DigestClient;
  let time: ManualTime;

  const start = async (options: IsapiDeviceOptions = {}): Promise<void> => {
    // 12:00 by the device: the middle of the guest's day.
    time = new ManualTime(new Date('2026-01-01T07:00:00Z'));
    device = await startIsapiDevice({ clock: time, scheduler: time, ...options });
    client = new DigestClient(device);
  };
  const admit = async (change: object = {}): Promise<void> => {
    expect(await client.sub('PUT', `${USER_INFO}/SetUp`, guest('1042', change))).toBe('ok');
    expect((await sendFace(client, await aPicture())).status).toBe(200);
    device.control.walk({ unknownFace: true });
  };
  const face = (): number => device.control.walk({ employeeNo: '1042' }).minor;

  afterEach(() => device.close());

  it('is granted to a face with a right, a plan and the time', async () => {
    await start();
    await admit();
    expect(device.control.walk({ employeeNo: '1042' })).toEqual({ isGranted: true, major: 5, minor: 75, serialNo: 2 });
    expect(device.control.snapshot().doors).toMatchObject([{ isUnlocked: true }]);
  });

  it.each([
    ['no plan', { RightPlan: [] }, 6],
    ['no right', { doorRight: '' }, 6],
    ['neither', { RightPlan: undefined, doorRight: undefined }, 6],
    ['only cards allowed', { userVerifyMode: 'card' }, 6],
    ['the block list', { userType: 'blackList' }, 113],
    [
      'a day that is over',
      { Valid: { enable: true, beginTime: '2025-12-31T08:00:00', endTime: '2025-12-31T18:00:00' } },
      7,
    ],
    ['a day to come', { Valid: { enable: true, beginTime: '2026-01-01T12:00:01', endTime: '2026-01-01T18:00:00' } }, 7],
  ])('is denied with %s', async (_what, change, minor) => {
    await start();
    await admit(change);
    expect(device.control.walk({ employeeNo: '1042' })).toMatchObject({ isGranted: false, minor });
    expect(device.control.snapshot().doors).toMatchObject([{ isUnlocked: false }]);
  });

  it('is not recognised without a face, and a stranger never', async () => {
    await start();
    await client.sub('POST', `${USER_INFO}/Record`, guest());
    expect(face()).toBe(76);
    expect(device.control.walk({ unknownFace: true }).minor).toBe(76);
    expect(device.control.events().map(({ employeeNo }) => employeeNo)).toEqual([undefined, undefined]);
  });

  it('goes by the wall clock of the device, wherever that hangs', async () => {
    await start();
    await admit();
    expect(face()).toBe(75);
    const zone =
      '<Time><timeMode>manual</timeMode><localTime>2026-01-01T12:00:00+05:00</localTime><timeZone>UTC+8</timeZone></Time>';
    expect((await client.xml('PUT', '/ISAPI/System/time', zone)).status).toBe(200);
    // The same instant is 23:00 of the day before here.
    expect(face()).toBe(7);
    device.control.setClockOffset(10 * 3_600_000);
    expect(face()).toBe(75);
  });

  it('takes UTC for UTC', async () => {
    await start();
    const utc = { enable: true, timeType: 'UTC' };
    await admit({ Valid: { ...utc, beginTime: '2026-01-01T06:00:00', endTime: '2026-01-01T07:00:01' } });
    expect(face()).toBe(75);
    time.advance(1000);
    expect(face()).toBe(7);
    await admit({ Valid: { ...utc, beginTime: '2026-01-01T12:00:00+05:00', endTime: '2026-01-01T12:00:02+05:00' } });
    expect(face()).toBe(75);
  });

  it.each([
    ['permanent', 75],
    ['refused', 7],
  ] as const)('meets a disabled validity as %s', async (disabledValidity, minor) => {
    await start({ disabledValidity });
    await admit({ Valid: { enable: true, beginTime: '2025-12-31T08:00:00', endTime: '2025-12-31T18:00:00' } });
    await client.sub('PUT', `${USER_INFO}/Modify`, { UserInfo: { employeeNo: '1042', Valid: { enable: false } } });
    expect(face()).toBe(minor);
  });

  it('ends at a door that is kept closed', async () => {
    await start();
    await admit();
    const command = '<RemoteControlDoor><cmd>alwaysClose</cmd></RemoteControlDoor>';
    await client.xml('PUT', '/ISAPI/AccessControl/RemoteControl/door/1', command);
    expect(face()).toBe(6);
  });

  it('by card: granted, expired, unknown, and at one door of four', async () => {
    await start({ model: 'door-controller' });
    await client.sub(
      'POST',
      `${USER_INFO}/Record`,
      guest('1042', { doorRight: '2', RightPlan: [{ doorNo: 2, planTemplateNo: '1' }] }),
    );
    await client.sub('POST', '/ISAPI/AccessControl/CardInfo/Record', {
      CardInfo: { employeeNo: '1042', cardNo: '4411' },
    });
    const card = (place: object, cardNo = '4411'): unknown => device.control.walk({ cardNo, ...place });
    expect(card({ cardReaderNo: 4 })).toMatchObject({ isGranted: true, minor: 1 });
    expect(card({ doorNo: 2 })).toMatchObject({ isGranted: true, minor: 1 });
    expect(card({ doorNo: 1 })).toMatchObject({ isGranted: false, minor: 6 });
    expect(card({ doorNo: 2 }, '9')).toMatchObject({ isGranted: false, minor: 9 });
    time.advance(6 * 3_600_000);
    expect(card({ doorNo: 2 })).toMatchObject({ isGranted: false, minor: 8 });
    expect(device.control.events()[0]).toMatchObject({
      doorNo: 2,
      cardReaderNo: 4,
      cardNo: '4411',
      employeeNo: '1042',
    });
    expect(() => card({ doorNo: 5 })).toThrow(RangeError);
    expect(() => card({ doorNo: 1, cardReaderNo: 3 })).toThrow(RangeError);
  });
});
