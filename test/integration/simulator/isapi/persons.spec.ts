import { ManualTime } from '../../../../simulator/index.js';
import { type IsapiDevice, startIsapiDevice } from '../../../../simulator/isapi/index.js';
import { DigestClient } from './digest-client.js';
import { aPicture, guest, sendFace, USER_INFO } from './guest.js';

const DETAIL = '/ISAPI/AccessControl/UserInfoDetail';

describe('persons on a device', () => {
  let device: IsapiDevice;
  let client: DigestClient;
  let time: ManualTime;

  beforeEach(async () => {
    time = new ManualTime(new Date('2026-01-01T05:00:00Z'));
    device = await startIsapiDevice({ clock: time, scheduler: time });
    client = new DigestClient(device);
  });

  afterEach(() => device.close());

  const record = (body: object): Promise<unknown> => client.sub('POST', `${USER_INFO}/Record`, body);
  const setUp = (body: object): Promise<unknown> => client.sub('PUT', `${USER_INFO}/SetUp`, body);
  const modify = (change: object): Promise<unknown> =>
    client.sub('PUT', `${USER_INFO}/Modify`, { UserInfo: { employeeNo: '1042', ...change } });
  const numbers = (): string[] => device.control.snapshot().persons.map(({ employeeNo }) => employeeNo);
  const search = async (condition: object): Promise<Record<string, unknown>> => {
    const cond = { searchID: 'a1', searchResultPosition: 0, maxResults: 30, ...condition };
    const { body } = await client.json('POST', `${USER_INFO}/Search`, { UserInfoSearchCond: cond });
    return (body['UserInfoSearch'] ?? body) as Record<string, unknown>;
  };

  it('are recorded once and set up as often as one likes', async () => {
    expect(await record(guest())).toBe('ok');
    expect(await record(guest())).toBe('employeeNoAlreadyExist');
    expect(await setUp(guest('1042', { name: 'Åsa Öst', doorRight: '', RightPlan: [] }))).toBe('ok');
    expect(device.control.snapshot().persons).toMatchObject([{ name: 'Åsa Öst', rightPlan: [], doorRight: [] }]);
  });

  it('are changed in what is named, and only when they are there', async () => {
    expect(await modify({ name: 'Bo' })).toBe('employeeNoNotExist');
    await record(guest());
    expect(await modify({ name: 'Bo', Valid: { endTime: '2026-01-01T20:00:00' } })).toBe('ok');
    expect(device.control.snapshot().persons).toMatchObject([
      {
        name: 'Bo',
        userType: 'visitor',
        validity: { beginTime: '2026-01-01T08:00:00', endTime: '2026-01-01T20:00:00' },
      },
    ]);
  });

  it.each([
    ['a number that is too long', { employeeNo: 'x'.repeat(33) }],
    ['a number with a dash', { employeeNo: '10-42' }],
    ['a number that is one', { employeeNo: 1042 }],
    ['a name over the limit', { name: 'å'.repeat(65) }],
    ['a control character in the name', { name: 'A\u0000' }],
    ['no type', { userType: undefined }],
    ['an unknown type', { userType: 'guest' }],
    ['no validity', { Valid: undefined }],
    [
      'validity without a word on enable',
      { Valid: { beginTime: '2026-01-01T08:00:00', endTime: '2026-01-01T18:00:00' } },
    ],
    ['validity without times', { Valid: { enable: true } }],
    [
      'an offset in local time',
      { Valid: { enable: true, beginTime: '2026-01-01T08:00:00+05:00', endTime: '2026-01-01T18:00:00' } },
    ],
    [
      'a day that is not',
      { Valid: { enable: true, beginTime: '2026-02-30T08:00:00', endTime: '2026-03-01T18:00:00' } },
    ],
    [
      'an end before the begin',
      { Valid: { enable: true, beginTime: '2026-01-02T08:00:00', endTime: '2026-01-01T18:00:00' } },
    ],
    [
      'an end after 2037',
      { Valid: { enable: true, beginTime: '2026-01-01T08:00:00', endTime: '2038-01-01T00:00:00' } },
    ],
    ['a door it does not have', { doorRight: '1,2' }],
    ['a plan for a door it does not have', { RightPlan: [{ doorNo: 2, planTemplateNo: '1' }] }],
    ['a plan it does not have', { RightPlan: [{ doorNo: 1, planTemplateNo: '9' }] }],
  ])('are refused with %s', async (_what, change) => {
    expect(await record(guest('1042', change))).toBe('badParameters');
    expect(numbers()).toEqual([]);
  });

  it('are there with validity until the last second, or in UTC with an offset', async () => {
    const Valid = { enable: true, beginTime: '2026-01-01T08:00:00', endTime: '2037-12-31T23:59:59' };
    expect(await record(guest('1', { Valid }))).toBe('ok');
    const utc = {
      enable: true,
      timeType: 'UTC',
      beginTime: '2026-01-01T08:00:00+05:00',
      endTime: '2026-01-01T18:00:00',
    };
    expect(await record(guest('2', { Valid: utc }))).toBe('ok');
  });

  it('have no more room than the device', async () => {
    device.control.setCapacity({ persons: 1 });
    expect(await record(guest('1'))).toBe('ok');
    expect(await record(guest('2'))).toBe('userExceedLimit');
    expect(await setUp(guest('1'))).toBe('ok');
  });

  it('are found by number, with what they hold', async () => {
    await record(guest('1042'));
    await record(guest('1043'));
    await sendFace(client, await aPicture());
    await client.json('POST', '/ISAPI/AccessControl/CardInfo/Record', {
      CardInfo: { employeeNo: '1042', cardNo: '4411' },
    });
    const found = await search({ EmployeeNoList: [{ employeeNo: '1042' }] });
    expect(found).toMatchObject({ searchID: 'a1', responseStatusStrg: 'OK', numOfMatches: 1, totalMatches: 1 });
    expect(found['UserInfo']).toEqual([
      expect.objectContaining({
        employeeNo: '1042',
        Valid: { enable: true, beginTime: '2026-01-01T08:00:00', endTime: '2026-01-01T18:00:00', timeType: 'local' },
        doorRight: '1',
        RightPlan: [{ doorNo: 1, planTemplateNo: '1' }],
        localUIRight: false,
        numOfCard: 1,
        numOfFace: 1,
      }),
    ]);
    expect(await search({ EmployeeNoList: [{ employeeNo: '9' }] })).toEqual({
      searchID: 'a1',
      responseStatusStrg: 'NO MATCH',
      numOfMatches: 0,
      totalMatches: 0,
    });
  });

  it('are paged by 30 at most, and a walk sees what was there when it began', async () => {
    for (let n = 1; n <= 35; n += 1) await record(guest(String(n)));
    expect((await client.json('GET', `${USER_INFO}/Count`)).body).toEqual({ UserInfoCount: { userNumber: 35 } });
    expect(await search({ maxResults: 100 })).toMatchObject({
      responseStatusStrg: 'MORE',
      numOfMatches: 30,
      totalMatches: 35,
    });
    device.control.forgetPerson('35');
    expect(await search({ searchResultPosition: 30 })).toMatchObject({ responseStatusStrg: 'OK', numOfMatches: 5 });
    expect(await search({ searchID: 'b2', searchResultPosition: 30 })).toMatchObject({
      subStatusCode: 'badParameters',
    });
  });

  it('are deleted alone, leaving face and cards for the next of that number', async () => {
    await record(guest());
    await sendFace(client, await aPicture());
    const body = { UserInfoDelCond: { EmployeeNoList: [{ employeeNo: '1042' }, { employeeNo: 'unknown' }] } };
    expect(await client.sub('PUT', `${USER_INFO}/Delete`, body)).toBe('ok');
    expect(device.control.snapshot()).toMatchObject({ persons: [], faces: ['1042'] });
  });

  it('are deleted with everything, a second later', async () => {
    await record(guest('1042'));
    await record(guest('1043'));
    await sendFace(client, await aPicture());
    const body = { UserInfoDetail: { mode: 'byEmployeeNo', EmployeeNoList: [{ employeeNo: '1042' }] } };
    const progress = async (): Promise<unknown> => (await client.json('GET', `${DETAIL}/DeleteProcess`)).body;
    expect(await client.sub('PUT', `${DETAIL}/Delete`, body)).toBe('ok');
    expect(await progress()).toEqual({ UserInfoDetailDeleteProcess: { status: 'processing' } });
    time.advance(999);
    expect(numbers()).toEqual(['1042', '1043']);
    time.advance(1);
    expect(await progress()).toEqual({ UserInfoDetailDeleteProcess: { status: 'success' } });
    expect(device.control.snapshot()).toMatchObject({ persons: [{ employeeNo: '1043' }], faces: [] });

    device.control.failDeletions(1);
    await client.sub('PUT', `${DETAIL}/Delete`, { UserInfoDetail: { mode: 'all' } });
    time.advance(1000);
    expect(await progress()).toEqual({ UserInfoDetailDeleteProcess: { status: 'failed' } });
    expect(numbers()).toEqual(['1043']);
    await client.sub('PUT', `${DETAIL}/Delete`, { UserInfoDetail: { mode: 'all' } });
    time.advance(1000);
    expect(numbers()).toEqual([]);
  });

  it.each([
    [`${USER_INFO}/Delete`, { UserInfoDelCond: {} }],
    [`${DETAIL}/Delete`, { UserInfoDetail: { mode: 'byEmployeeNo', EmployeeNoList: null } }],
  ])('are all gone after %s without a list', async (path, body) => {
    await record(guest('1'));
    await record(guest('2'));
    expect(await client.sub('PUT', path, body)).toBe('ok');
    time.advance(1000);
    expect(numbers()).toEqual([]);
  });
});
