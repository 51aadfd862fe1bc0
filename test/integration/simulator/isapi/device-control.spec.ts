import { type Simulator, startSimulator } from '../../../../simulator/index.js';
import { DigestClient } from './digest-client.js';
import { guest, USER_INFO } from './guest.js';

describe('/control/devices', () => {
  let simulator: Simulator;

  beforeEach(async () => {
    simulator = await startSimulator({ employeeCount: 0, devices: [{}, { model: 'door-controller' }] });
  });

  afterEach(() => simulator.close());

  const call = async (method: string, path: string, body?: object): Promise<[number, unknown]> => {
    const response = await fetch(`${simulator.baseUrl}/control/devices${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    return [response.status, text === '' ? null : JSON.parse(text)];
  };

  it('names the devices of the simulator and no password', async () => {
    const [status, list] = await call('GET', '');
    expect([status, list]).toMatchObject([
      200,
      [
        { index: 0, modelName: 'DS-K1T671M' },
        { index: 1, modelName: 'DS-K2604' },
      ],
    ]);
    expect(JSON.stringify(list)).not.toContain('simulator0isapi');
    expect(simulator.devices.map(({ baseUrl }) => baseUrl)).toEqual(
      (list as { baseUrl: string }[]).map((each) => each.baseUrl),
    );
    expect((await call('GET', '/2/state'))[0]).toBe(404);
  });

  it('walks people, records events and shows them', async () => {
    const client = new DigestClient(simulator.devices[1]!);
    await client.sub('POST', `${USER_INFO}/Record`, guest('7', { Valid: { enable: false } }));
    await client.sub('POST', '/ISAPI/AccessControl/CardInfo/Record', { CardInfo: { employeeNo: '7', cardNo: '4411' } });
    expect(await call('POST', '/1/walk', { cardNo: '4411' })).toMatchObject([200, { isGranted: true, minor: 1 }]);
    expect(await call('POST', '/1/walk', { employeeNo: '7' })).toMatchObject([
      400,
      { error: 'DS-K2604 has no camera' },
    ]);
    expect((await call('POST', '/1/walk', { cardNo: '1', unknownFace: true }))[0]).toBe(400);
    expect((await call('POST', '/1/events', { major: 3, minor: 99 }))[0]).toBe(200);
    expect(await call('GET', '/1/events')).toMatchObject([
      200,
      [
        { minor: 1, hasPicture: false },
        { major: 3, minor: 99 },
      ],
    ]);
    expect(await call('GET', '/0/state')).toMatchObject([200, { persons: [], eventCount: 0 }]);
    expect((await call('DELETE', '/1/persons/7'))[0]).toBe(204);
    expect(await call('GET', '/1/state')).toMatchObject([200, { persons: [], cards: [] }]);
    expect(await call('GET', '/1/history')).toMatchObject([
      200,
      { calls: [{ httpStatus: 401 }, { httpStatus: 200 }, {}], posts: [] },
    ]);
  });

  it('makes trouble and takes it back', async () => {
    const client = new DigestClient(simulator.devices[0]!);
    expect((await call('POST', '/0/faults', { kind: 'delay', path: '*' }))[0]).toBe(400);
    expect((await call('POST', '/0/faults', { kind: 'error', path: '*' }))[0]).toBe(400);
    const [, { id }] = (await call('POST', '/0/faults', { kind: 'busy', path: '*' })) as [number, { id: number }];
    expect((await client.json('GET', `${USER_INFO}/Count`)).status).toBe(503);
    expect((await call('DELETE', `/0/faults/${id}`))[0]).toBe(204);
    expect((await call('DELETE', `/0/faults/${id}`))[0]).toBe(404);
    expect((await client.json('GET', `${USER_INFO}/Count`)).status).toBe(200);

    const settings = { clockOffsetMs: 0, password: 'new0password', capacity: { persons: 0 } };
    expect((await call('POST', '/0/settings', settings))[0]).toBe(200);
    client.password = 'new0password';
    expect(await client.sub('POST', `${USER_INFO}/Record`, guest())).toBe('userExceedLimit');
    expect((await call('POST', '/0/settings', { colour: 'red' }))[0]).toBe(400);

    expect(await call('POST', '/0/network', { state: 'offline' })).toEqual([200, { state: 'offline' }]);
    await expect(client.once('/ISAPI/System/time')).rejects.toThrow();
    expect((await call('POST', '/0/network', { state: 'reboot' }))[0]).toBe(200);
    expect((await client.fetch('/ISAPI/System/time')).status).toBe(200);
  });
});
