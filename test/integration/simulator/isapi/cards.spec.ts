import { type IsapiDevice, startIsapiDevice } from '../../../../simulator/isapi/index.js';
import { DigestClient } from './digest-client.js';
import { guest, USER_INFO } from './guest.js';

const CARD_INFO = '/ISAPI/AccessControl/CardInfo';

describe('cards on a door controller', () => {
  let device: IsapiDevice;
  let client: DigestClient;

  beforeEach(async () => {
    device = await startIsapiDevice({ model: 'door-controller', capacity: { cards: 2 } });
    client = new DigestClient(device);
    await client.sub('POST', `${USER_INFO}/Record`, guest('1042'));
  });

  afterEach(() => device.close());

  const record = (cardNo: string, employeeNo = '1042'): Promise<unknown> =>
    client.sub('POST', `${CARD_INFO}/Record`, { CardInfo: { employeeNo, cardNo, cardType: 'normalCard' } });
  const remove = (condition: object): Promise<unknown> =>
    client.sub('PUT', `${CARD_INFO}/Delete`, { CardInfoDelCond: condition });
  const cards = (): string[] => device.control.snapshot().cards.map(({ cardNo }) => cardNo);

  it('belong to one person who is there', async () => {
    expect(await record('4411', '9')).toBe('employeeNoNotExist');
    expect(await record('4411')).toBe('ok');
    expect(await record('4411')).toBe('cardNoAlreadyExist');
    expect(await record('44-11')).toBe('badParameters');
    expect(await record('4412')).toBe('ok');
    expect(await record('4413')).toBe('cardNumOverLimit');
    expect((await client.json('GET', `${CARD_INFO}/Count`)).body).toEqual({ CardInfoCount: { cardNumber: 2 } });
  });

  it('are found and deleted by card and by person', async () => {
    await record('4411');
    await record('4412');
    const cond = { searchID: 'c', searchResultPosition: 0, maxResults: 1, EmployeeNoList: [{ employeeNo: '1042' }] };
    expect((await client.json('POST', `${CARD_INFO}/Search`, { CardInfoSearchCond: cond })).body).toEqual({
      CardInfoSearch: {
        searchID: 'c',
        responseStatusStrg: 'MORE',
        numOfMatches: 1,
        totalMatches: 2,
        CardInfo: [{ employeeNo: '1042', cardNo: '4411', cardType: 'normalCard' }],
      },
    });
    expect(await remove({ CardNoList: [{ cardNo: '4411' }, { cardNo: '9' }] })).toBe('ok');
    expect(cards()).toEqual(['4412']);
    expect(await remove({ EmployeeNoList: [{ employeeNo: '1042' }] })).toBe('ok');
    expect(cards()).toEqual([]);
  });

  it('are all it has: the face library is not there, and numOfFace neither', async () => {
    const search = { searchResultPosition: 0, maxResults: 30, faceLibType: 'blackFD', FDID: '1' };
    const { status, body } = await client.json('POST', '/ISAPI/Intelligent/FDLib/FDSearch', search);
    expect([status, body]).toMatchObject([403, { statusCode: 4, subStatusCode: 'notSupport' }]);
    const cond = { searchID: 'a', searchResultPosition: 0, maxResults: 30 };
    const found = await client.json('POST', `${USER_INFO}/Search`, { UserInfoSearchCond: cond });
    expect(JSON.stringify(found.body)).not.toContain('numOfFace');
    expect(() => device.control.walk({ employeeNo: '1042' })).toThrow(RangeError);
  });
});
