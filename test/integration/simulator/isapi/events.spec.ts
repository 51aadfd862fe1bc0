import { ManualTime } from '../../../../simulator/index.js';
import { type IsapiDevice, type IsapiDeviceOptions, startIsapiDevice } from '../../../../simulator/isapi/index.js';
import { DigestClient } from './digest-client.js';
import { aPicture, guest, sendFace, USER_INFO } from './guest.js';

const EVENTS = '/ISAPI/AccessControl/AcsEvent';
const DAY = { startTime: '2026-01-01T00:00:00+00:00', endTime: '2026-01-02T00:00:00+00:00' };

describe('events of a device', () => {
  let device: IsapiDevice;
  let client: DigestClient;
  let time: ManualTime;

  const start = async (options: IsapiDeviceOptions = {}): Promise<void> => {
    time = new ManualTime(new Date('2026-01-01T07:00:00Z'));
    device = await startIsapiDevice({ clock: time, scheduler: time, ...options });
    client = new DigestClient(device);
  };
  const search = async (condition: object = {}): Promise<Record<string, unknown>> => {
    const cond = { searchID: 'e7', searchResultPosition: 0, maxResults: 30, major: 0, minor: 0, ...DAY, ...condition };
    const { body } = await client.json('POST', EVENTS, { AcsEventCond: cond });
    return (body['AcsEvent'] ?? body) as Record<string, unknown>;
  };
  const serials = async (condition: object): Promise<unknown[]> =>
    ((await search(condition))['InfoList'] as { serialNo: number }[] | undefined)?.map(({ serialNo }) => serialNo) ??
    [];
  const alarm = (minor: number): unknown => device.control.recordEvent({ major: 1, minor, doorNo: 1 });

  afterEach(() => device.close());

  it('are told whole, with a picture behind the same password', async () => {
    await start();
    await client.sub('POST', `${USER_INFO}/Record`, guest());
    const picture = await aPicture();
    await sendFace(client, picture);
    device.control.walk({ employeeNo: '1042' });
    expect(await search()).toEqual({
      searchID: 'e7',
      responseStatusStrg: 'OK',
      numOfMatches: 1,
      totalMatches: 1,
      InfoList: [
        {
          major: 5,
          minor: 75,
          time: '2026-01-01T12:00:00+05:00',
          employeeNoString: '1042',
          name: 'Asa Ost',
          cardNo: '',
          cardType: 1,
          cardReaderNo: 1,
          doorNo: 1,
          serialNo: 1,
          userType: 'visitor',
          currentVerifyMode: 'face',
          attendanceStatus: 'undefined',
          mask: 'no',
          picturesNumber: 1,
          pictureURL: `${device.baseUrl}/LOCALS/pic/acs/1.jpg`,
        },
      ],
    });
    expect((await fetch(`${device.baseUrl}/LOCALS/pic/acs/1.jpg`)).status).toBe(401);
    const fetched = await client.fetch('/LOCALS/pic/acs/1.jpg');
    expect(fetched.headers.get('content-type')).toBe('image/jpeg');
    expect(Buffer.from(await fetched.arrayBuffer()).equals(picture)).toBe(true);
    expect((await client.fetch('/LOCALS/pic/acs/2.jpg')).status).toBe(404);
    expect(JSON.stringify(await search({ picEnable: false }))).not.toContain('pictureURL');
  });

  it('are chosen by kind, time, person and serial number', async () => {
    await start();
    alarm(1);
    time.advance(1000);
    alarm(2);
    time.advance(1000);
    device.control.walk({ unknownFace: true });
    device.control.recordEvent({ major: 5, minor: 199, employeeNo: '7', name: 'Bo', cardNo: '55' });
    expect(await serials({})).toEqual([1, 2, 3, 4]);
    expect(await serials({ timeReverseOrder: true })).toEqual([4, 3, 2, 1]);
    expect(await serials({ major: 1 })).toEqual([1, 2]);
    expect(await serials({ major: 5, minor: 76 })).toEqual([3]);
    expect(await serials({ employeeNoString: '7' })).toEqual([4]);
    expect(await serials({ name: 'Bo' })).toEqual([4]);
    expect(await serials({ cardNo: '55' })).toEqual([4]);
    expect(await serials({ beginSerialNo: 2, endSerialNo: 3, startTime: undefined, endTime: undefined })).toEqual([
      2, 3,
    ]);
    expect(await serials({ startTime: '2026-01-01T12:00:01+05:00', endTime: '2026-01-01T12:00:01+05:00' })).toEqual([
      2,
    ]);
    expect(await serials({ eventAttribute: 'attendance' })).toEqual([]);
    const total = { major: 1, minor: 0, ...DAY };
    expect(
      (await client.json('POST', '/ISAPI/AccessControl/AcsEventTotalNum', { AcsEventTotalNumCond: total })).body,
    ).toEqual({
      AcsEventTotalNum: { totalNum: 2 },
    });
  });

  it.each([
    ['a time without an offset', { startTime: '2026-01-01T00:00:00' }],
    ['an end before the start', { endTime: '2025-01-01T00:00:00+00:00' }],
    ['no major', { major: undefined }],
    ['a negative position', { searchResultPosition: -1 }],
    ['no searchID', { searchID: '' }],
    ['a page of nothing', { maxResults: 0 }],
  ])('are not searched with %s', async (_what, condition) => {
    await start();
    expect(await search(condition)).toMatchObject({ statusCode: 6, subStatusCode: 'badParameters' });
  });

  it('are paged by 30, and pages of one search do not move under new events', async () => {
    await start();
    for (let n = 0; n < 57; n += 1) alarm(n);
    expect(await search({ maxResults: 1000 })).toMatchObject({
      responseStatusStrg: 'MORE',
      numOfMatches: 30,
      totalMatches: 57,
    });
    alarm(99);
    expect(await search({ searchResultPosition: 30 })).toMatchObject({
      responseStatusStrg: 'OK',
      numOfMatches: 27,
      totalMatches: 57,
    });
    expect(await search({ searchResultPosition: 57 })).toMatchObject({
      responseStatusStrg: 'NO MATCH',
      numOfMatches: 0,
    });
    const otherCondition = await search({ searchResultPosition: 30, major: 1 });
    expect(otherCondition).toMatchObject({ subStatusCode: 'badParameters', errorMsg: 'searchID' });
  });

  it('refuse a position past the end on some firmware', async () => {
    await start({ pastTheEnd: 'badParameters' });
    alarm(1);
    await search();
    expect(await search({ searchResultPosition: 1 })).toMatchObject({ subStatusCode: 'badParameters' });
  });

  it('drop the oldest when there is no room, and never use a number again', async () => {
    await start({ capacity: { events: 2 } });
    for (let n = 0; n < 3; n += 1) alarm(n);
    await device.control.reboot();
    alarm(9);
    expect(device.control.events()).toMatchObject([
      { serialNo: 3, frontSerialNo: 2 },
      { serialNo: 4, frontSerialNo: 3 },
    ]);
  });
});
