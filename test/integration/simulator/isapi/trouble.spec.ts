import { type IsapiDevice, startIsapiDevice } from '../../../../simulator/isapi/index.js';
import { waitFor } from '../../../support/wait-for.js';
import { DigestClient } from './digest-client.js';
import { guest, USER_INFO } from './guest.js';
import { StreamReader } from './stream-reader.js';

const INFO = '/ISAPI/System/deviceInfo';

describe('trouble with a device', () => {
  let device: IsapiDevice;
  let client: DigestClient;

  beforeEach(async () => {
    device = await startIsapiDevice();
    client = new DigestClient(device);
    await (await client.fetch(INFO)).arrayBuffer();
  });

  afterEach(() => device.close());

  const setUp = (): Promise<unknown> => client.sub('PUT', `${USER_INFO}/SetUp`, guest());
  const personCount = (): number => device.control.snapshot().persons.length;
  const given = async (response: Promise<Response>): Promise<[number, string]> => {
    const whole = await response;
    return [whole.status, await whole.text()];
  };

  it('is an error of any name, on a path, so many times', async () => {
    device.control.faults.add({
      kind: 'error',
      path: `${USER_INFO}/*`,
      subStatusCode: 'saveFacePic',
      times: 1,
      skip: 1,
    });
    device.control.faults.add({
      kind: 'error',
      path: INFO,
      subStatusCode: 'notSupport',
      httpStatus: 405,
      method: 'get',
    });
    expect(await setUp()).toBe('ok');
    expect(await client.json('PUT', `${USER_INFO}/SetUp`, guest('2'))).toMatchObject({
      status: 500,
      body: { statusCode: 3, subStatusCode: 'saveFacePic' },
    });
    expect(personCount()).toBe(1);
    expect(await client.sub('PUT', `${USER_INFO}/SetUp`, guest('2'))).toBe('ok');
    expect((await given(client.fetch(INFO)))[0]).toBe(405);
    device.control.faults.clear();
    expect((await given(client.fetch(INFO)))[0]).toBe(200);
    expect(() => device.control.faults.add({ kind: 'error', path: '*', subStatusCode: 'ok' })).toThrow(RangeError);
  });

  it('is being busy', async () => {
    device.control.faults.add({ kind: 'busy', path: '*', times: 1 });
    expect(await client.json('PUT', `${USER_INFO}/SetUp`, guest())).toMatchObject({
      status: 503,
      body: { statusCode: 2 },
    });
    expect(personCount()).toBe(0);
  });

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('is a connection dropped %s the effect', async (phase, persons) => {
    device.control.faults.add({ kind: 'drop', path: `${USER_INFO}/SetUp`, times: 1, phase });
    await expect(setUp()).rejects.toThrow();
    expect(personCount()).toBe(persons);
    expect(device.control.calls().at(-1)).toMatchObject({
      path: `${USER_INFO}/SetUp`,
      isAuthenticated: true,
      httpStatus: null,
    });
  });

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('is silence %s the effect', async (phase, persons) => {
    device.control.faults.add({ kind: 'hang', path: `${USER_INFO}/SetUp`, times: 1, phase });
    const body = JSON.stringify(guest());
    const signal = AbortSignal.timeout(300);
    await expect(client.once(`${USER_INFO}/SetUp?format=json`, { method: 'PUT', body, signal })).rejects.toThrow();
    expect(personCount()).toBe(persons);
  });

  it('is an answer that drips, is late, or is none of the protocol', async () => {
    device.control.faults.add({ kind: 'drip', path: INFO, times: 1, everyMs: 1 });
    expect((await given(client.fetch(INFO)))[1]).toMatch(/<\/DeviceInfo>$/);
    device.control.faults.add({ kind: 'delay', path: INFO, times: 1, delayMs: 60 });
    const beganMs = performance.now();
    await given(client.fetch(INFO));
    expect(performance.now() - beganMs).toBeGreaterThan(50);
    device.control.faults.add({
      kind: 'garbage',
      path: INFO,
      times: 1,
      body: '\u0000{',
      contentType: 'application/xml',
    });
    expect(await given(client.fetch(INFO))).toEqual([200, '\u0000{']);
  });

  it('is being off the network, where people still walk', async () => {
    await device.control.goOffline();
    await expect(client.once(INFO)).rejects.toThrow();
    device.control.walk({ unknownFace: true });
    await device.control.comeOnline();
    expect((await given(client.fetch(INFO)))[0]).toBe(200);
    expect(device.control.events()).toHaveLength(1);
    await device.control.goOffline(50);
    // Refused connections are what is waited out.
    await waitFor(async () => (await client.fetch(INFO).catch(() => undefined))?.status === 200);
  });

  it('is a reboot: nonces and streams are gone, persons are not', async () => {
    await setUp();
    const reader = await StreamReader.open(client);
    await device.control.reboot();
    await waitFor(() => reader.isClosed);
    const refused = await client.once(INFO);
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toContain('stale=true');
    expect((await given(client.fetch(INFO)))[0]).toBe(200);
    expect(device.control.snapshot()).toMatchObject({ persons: [{ employeeNo: '1042' }], streamCount: 0 });
  });

  it('is being forgotten by whoever manages the device', async () => {
    await setUp();
    device.control.forgetPerson('1042');
    expect(personCount()).toBe(0);
  });
});
