import { type IsapiDevice, type IsapiDeviceOptions, startIsapiDevice } from '../../../../simulator/isapi/index.js';
import { DigestClient } from './digest-client.js';
import { guest, USER_INFO } from './guest.js';

const DOOR = '/ISAPI/AccessControl/RemoteControl/door/1';

describe('how a device answers', () => {
  let device: IsapiDevice;
  let client: DigestClient;

  const start = async (options: IsapiDeviceOptions = {}): Promise<void> => {
    device = await startIsapiDevice(options);
    client = new DigestClient(device);
  };

  afterEach(() => device.close());

  it('says success and failure in the form of the family', async () => {
    await start();
    expect(await client.json('POST', `${USER_INFO}/Record`, guest())).toEqual({
      status: 200,
      body: { requestURL: `${USER_INFO}/Record?format=json`, statusCode: 1, statusString: 'OK', subStatusCode: 'ok' },
    });
    expect(await client.json('POST', `${USER_INFO}/Record`, guest())).toEqual({
      status: 400,
      body: {
        requestURL: `${USER_INFO}/Record?format=json`,
        statusCode: 6,
        statusString: 'Invalid Content',
        subStatusCode: 'employeeNoAlreadyExist',
        errorCode: 1610641410,
        errorMsg: 'employeeNoAlreadyExist',
      },
    });
    expect(await client.xml('PUT', DOOR, '<RemoteControlDoor><cmd>close</cmd></RemoteControlDoor>')).toEqual({
      status: 200,
      text: `<?xml version="1.0" encoding="UTF-8"?><ResponseStatus version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema"><requestURL>${DOOR}</requestURL><statusCode>1</statusCode><statusString>OK</statusString><subStatusCode>ok</subStatusCode></ResponseStatus>`,
    });
  });

  it.each([
    ['PUT', `${USER_INFO}/Modify?format=json`, '{"UserInfo":{"employeeNo":"7"}}', 400, 6, 'employeeNoNotExist'],
    ['POST', `${USER_INFO}/Record?format=json`, '{"UserInfo":', 400, 5, 'badJsonFormat'],
    ['POST', `${USER_INFO}/Record?format=json`, '[]', 400, 5, 'badJsonFormat'],
    ['POST', `${USER_INFO}/Record?format=json`, '{"UserInfo":[]}', 400, 6, 'badParameters'],
    ['PUT', `${USER_INFO}/Record?format=json`, '{}', 403, 4, 'methodNotAllowed'],
    ['GET', `${USER_INFO}/1042?format=json`, undefined, 404, 4, 'notSupport'],
    ['PUT', `${USER_INFO}/1042`, '<UserInfo/>', 404, 4, 'notSupport'],
    ['POST', USER_INFO, '<UserInfo/>', 404, 4, 'notSupport'],
    ['POST', `${USER_INFO}/Record`, '<UserInfo/>', 404, 4, 'notSupport'],
    ['GET', '/ISAPI/AccessControl/DoorRight', undefined, 404, 4, 'notSupport'],
    ['PUT', '/ISAPI/AccessControl/DoorRight/1042/1', '<DoorRight/>', 404, 4, 'notSupport'],
    ['PUT', '/ISAPI/Intelligent/FDLib/FaceDataRecord/picture?FDID=1&faceID=1', 'x', 404, 4, 'notSupport'],
    ['POST', '/ISAPI/Intelligent/FDLib/FaceDataRecord', '<FaceDataRecord/>', 404, 4, 'notSupport'],
    ['PUT', '/ISAPI/System/time', '<Time><timeMode>manual</Time>', 400, 5, 'badXmlFormat'],
    ['PUT', '/ISAPI/System/time', '<!DOCTYPE Time [<!ENTITY a "x">]><Time>&a;</Time>', 400, 5, 'badXmlFormat'],
    ['PUT', '/ISAPI/System/time', '<Time><timeMode>often</timeMode></Time>', 400, 6, 'badXmlContent'],
    ['PUT', DOOR, '<RemoteControlDoor><cmd>explode</cmd></RemoteControlDoor>', 400, 6, 'badXmlContent'],
    ['PUT', DOOR.replace(/1$/, '2'), '<RemoteControlDoor><cmd>open</cmd></RemoteControlDoor>', 400, 6, 'badParameters'],
  ])('%s %s with %s: %i, %i %s', async (method, path, body, http, statusCode, subStatusCode) => {
    await start();
    const response = await client.fetch(path, { method, ...(body !== undefined && { body }) });
    expect(response.status).toBe(http);
    const text = await response.text();
    const isJson = path.includes('format=json');
    expect(text).toContain(isJson ? `"statusCode":${statusCode},` : `<statusCode>${statusCode}</statusCode>`);
    expect(text).toContain(isJson ? `"subStatusCode":"${subStatusCode}"` : `<subStatusCode>${subStatusCode}<`);
  });

  it.each([
    ['isapi', 'http://www.isapi.org/ver20/XMLSchema'],
    ['hikvision', 'http://www.hikvision.com/ver20/XMLSchema'],
    ['std-cgi', 'http://www.std-cgi.com/ver20/XMLSchema'],
  ] as const)('writes in the namespace of %s and reads any', async (xmlNamespace, uri) => {
    await start({ xmlNamespace });
    const { text } = await client.xml('GET', '/ISAPI/System/deviceInfo');
    expect(text).toContain(`<DeviceInfo version="2.0" xmlns="${uri}">`);
    expect(text).toContain('<model>DS-K1T671M</model>');
    expect(text).not.toContain('modelName');
    const command = '<h:RemoteControlDoor xmlns:h="urn:any"><h:cmd>alwaysOpen</h:cmd></h:RemoteControlDoor>';
    expect((await client.xml('PUT', DOOR, command)).status).toBe(200);
    expect(device.control.snapshot().doors).toMatchObject([{ mode: 'alwaysOpen', isUnlocked: true }]);
  });

  it('sends errors under HTTP 200 when told so', async () => {
    await start({ errorStatus: '200' });
    const { status, body } = await client.json('PUT', `${USER_INFO}/Modify`, { UserInfo: { employeeNo: '1' } });
    expect([status, body['subStatusCode']]).toEqual([200, 'employeeNoNotExist']);
  });

  it('takes two calls at a time and answers the third deviceBusy', async () => {
    await start();
    await client.fetch('/ISAPI/System/deviceInfo');
    device.control.faults.add({ kind: 'hang', path: '/ISAPI/System/time', times: 2 });
    const waiting = new AbortController();
    const { signal } = waiting;
    const held = [1, 2].map(() => client.once('/ISAPI/System/time', { signal }).catch((error: unknown) => error));
    while (device.control.faults.list().length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const third = await client.once(`${USER_INFO}/Count?format=json`);
    expect([third.status, await third.json()]).toMatchObject([503, { statusCode: 2, subStatusCode: 'deviceBusy' }]);
    waiting.abort();
    await Promise.all(held);
    await expect(
      (async () => {
        while ((await client.once('/ISAPI/System/time')).status !== 200) await new Promise((r) => setTimeout(r, 5));
        return 'served again';
      })(),
    ).resolves.toBe('served again');
  });

  it('refuses a body beyond any measure and goes on', async () => {
    await start();
    await client.fetch('/ISAPI/System/deviceInfo');
    const { status } = await client.once(`${USER_INFO}/Record?format=json`, {
      method: 'POST',
      body: new Uint8Array(5 * 1024 * 1024),
    });
    expect(status).toBe(400);
    expect((await client.fetch('/ISAPI/System/deviceInfo')).status).toBe(200);
  });
});
