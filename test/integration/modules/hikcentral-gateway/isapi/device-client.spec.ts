import { inspect } from 'node:util';
import {
  command,
  type DeviceCall,
  jsonBody,
} from '../../../../../src/modules/hikcentral-gateway/isapi/client/device-call.js';
import { DeviceClient } from '../../../../../src/modules/hikcentral-gateway/isapi/client/device-client.js';
import { SystemClock } from '../../../../../src/platform/clock/system-clock.js';
import { SystemRandom } from '../../../../../src/platform/random/random.js';
import { TEST_TLS } from '../../../../support/test-tls.js';
import { CREDENTIALS, type DigestDevice, OK, startDigestDevice } from './digest-device.js';

const SECRET = 'Asa Ost';
const call = (effect: 'repeatable' | 'once' = 'repeatable'): DeviceCall<void> =>
  command({ name: 'put-person', effect, method: 'PUT', target: '/ISAPI/x?format=json', body: jsonBody({ SECRET }) });

describe('the client of one device', () => {
  let device: DigestDevice;
  let client: DeviceClient;

  beforeEach(async () => {
    device = await startDigestDevice();
    client = clientOf();
  });

  afterEach(async () => {
    client.close();
    await device.close();
  });

  function clientOf(options: { password?: string; ca?: string; timeoutMs?: number } = {}): DeviceClient {
    const { password = CREDENTIALS.password, ca = null, timeoutMs = 2_000 } = options;
    const { baseUrl } = device;
    const parts = { clock: new SystemClock(), random: new SystemRandom() };
    return new DeviceClient({ baseUrl, ca, username: CREDENTIALS.username, password, timeoutMs, ...parts });
  }

  function replace(next: DeviceClient): void {
    client.close();
    client = next;
  }

  it('asks for the nonce with a cheap call, then needs one request a call', async () => {
    for (let count = 0; count < 3; count += 1) expect((await client.send(call())).kind).toBe('done');
    expect(device.received.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /ISAPI/System/deviceInfo',
      ...Array<string>(3).fill('PUT /ISAPI/x?format=json'),
    ]);
    expect(device.attempts.map(({ headers }) => /nc=(\w+)/.exec(String(headers.authorization))?.[1])).toEqual([
      '00000001',
      '00000002',
      '00000003',
    ]);
    expect(device.connections).toBe(1);
  });

  it('says nothing of a guest before it was asked who it is', async () => {
    await client.send(call());
    const first = device.received.findIndex(({ body }) => body.includes(SECRET));
    expect(device.received[first]!.headers.authorization).toMatch(/^Digest /);
  });

  it('tries a wrong password once, whoever else waits, and then says nothing until it has another', async () => {
    replace(clientOf({ password: 'wrong' }));
    // Slow, so that two who did not wait for each other would both be under way.
    const { respond } = device;
    device.respond = (request, response) => setTimeout(() => respond(request, response), 50);
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => client.send(call())));
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual([
      'not-sent',
      'not-sent',
      'not-sent',
      'not-sent',
      'refused',
    ]);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ error: { code: 'GATEWAY.AUTH_REJECTED', retry: 'wait-for-human' } });
    }
    expect(device.attempts).toHaveLength(1);
    const receivedBefore = device.received.length;
    expect((await client.send(call())).kind).toBe('not-sent');
    expect(device.received).toHaveLength(receivedBefore);
    client.useCredentials(CREDENTIALS);
    expect((await client.send(call())).kind).toBe('done');
  });

  it('gives up a password that was changed on the device, far from the count that locks', async () => {
    await client.send(call());
    device.password = 'another';
    const before = device.attempts.length;
    await Promise.all(Array.from({ length: 6 }, () => client.send(call())));
    expect(device.attempts.length - before).toBeLessThanOrEqual(3);
  });

  it.each([true, false])('answers a new nonce after a restart, told that the old one is stale: %p', async (isStale) => {
    await client.send(call());
    device.forgetNonces(isStale);
    expect((await Promise.all([client.send(call()), client.send(call())])).map(({ kind }) => kind)).toEqual([
      'done',
      'done',
    ]);
  });

  it('stops at a nonce that is always stale, without calling the password wrong', async () => {
    await client.send(call());
    device.behave = (_request, response) => {
      device.forgetNonces(true);
      response
        .writeHead(401, {
          'www-authenticate': 'Digest realm="DS-1", qop="auth", nonce="n", algorithm=SHA-256, stale=true',
        })
        .end();
    };
    const before = device.attempts.length;
    expect(await client.send(call('once'))).toMatchObject({ kind: 'not-sent', error: { code: 'GATEWAY.BUSY' } });
    expect(device.attempts.length - before).toBe(2);
    device.behave = OK;
    expect((await client.send(call())).kind).toBe('done');
  });

  it('sends nothing to a device that asks for Basic', async () => {
    device.respond = (_request, response) => response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
    expect(await client.send(call())).toMatchObject({ kind: 'not-sent', error: { code: 'GATEWAY.UNSUPPORTED' } });
    expect(device.received.every(({ body, headers }) => body.length === 0 && !headers.authorization)).toBe(true);
  });

  it('has two requests in flight and no more', async () => {
    let inFlight = 0;
    let most = 0;
    device.behave = (request, response) => {
      most = Math.max(most, (inFlight += 1));
      setTimeout(() => {
        inFlight -= 1;
        OK(request, response);
      }, 30);
    };
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => client.send(call())));
    expect(outcomes.every(({ kind }) => kind === 'done')).toBe(true);
    expect(most).toBe(2);
  });

  it('is busy three times at most, and never repeats what must happen once', async () => {
    device.behave = (_request, response) =>
      response.writeHead(503).end('{"statusCode":2,"subStatusCode":"deviceBusy"}');
    expect(await client.send(call())).toMatchObject({ kind: 'refused', error: { code: 'GATEWAY.BUSY' } });
    expect(device.attempts).toHaveLength(3);
    await client.send(call('once'));
    expect(device.attempts).toHaveLength(4);
  });

  it.each([
    ['never comes', (): void => undefined],
    [
      'drips',
      (_request: unknown, response: { write(text: string): boolean; on(event: 'close', end: () => void): unknown }) => {
        const timer = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(timer));
      },
    ],
  ])('does not wait for an answer that %s', async (_what, behave) => {
    replace(clientOf({ timeoutMs: 300 }));
    await client.send(call());
    device.behave = behave;
    expect(await client.send(call())).toMatchObject({ kind: 'unknown', error: { code: 'GATEWAY.TIMEOUT' } });
  });

  it('takes no answer without bounds, follows no redirect and uses no proxy', async () => {
    device.behave = (_request, response) => response.end(Buffer.alloc(5 * 1_024 * 1_024, ' '));
    expect(await client.send(call())).toMatchObject({
      kind: 'unknown',
      error: { code: 'GATEWAY.UNEXPECTED_RESPONSE' },
    });
    device.behave = (_request, response) => response.writeHead(307, { location: `${device.baseUrl}/elsewhere` }).end();
    process.env['http_proxy'] = 'http://127.0.0.1:1';
    try {
      expect(await client.send(call())).toMatchObject({
        kind: 'unknown',
        error: { code: 'GATEWAY.UNEXPECTED_RESPONSE' },
      });
    } finally {
      delete process.env['http_proxy'];
    }
    expect(device.received.some(({ url }) => url === '/elsewhere')).toBe(false);
  });

  it.each([
    ['repeatable', 'done', 2],
    ['once', 'unknown', 1],
  ] as const)('a connection closed while it lay idle: %s is %s', async (effect, kind, requests) => {
    await client.send(call());
    let isFirst = true;
    device.behave = (request, response) => {
      if (isFirst) response.socket?.resetAndDestroy();
      else OK(request, response);
      isFirst = false;
    };
    const before = device.attempts.length;
    expect((await client.send(call(effect))).kind).toBe(kind);
    expect(device.attempts.length - before).toBe(requests);
  });

  it('speaks TLS to whom the authority vouches for, and to nobody else', async () => {
    await device.close();
    device = await startDigestDevice({ cert: TEST_TLS.cert, key: TEST_TLS.key });
    replace(clientOf({ ca: TEST_TLS.cert }));
    expect((await client.send(call())).kind).toBe('done');
    replace(clientOf());
    const stranger = await client.send(call());
    expect(stranger).toMatchObject({ kind: 'not-sent', error: { code: 'GATEWAY.UNREACHABLE' } });
    const { port } = new URL(device.baseUrl);
    const parts = { clock: new SystemClock(), random: new SystemRandom() };
    const options = { ...CREDENTIALS, ca: TEST_TLS.cert, timeoutMs: 2_000, ...parts };
    replace(new DeviceClient({ ...options, baseUrl: `https://localhost:${port}` }));
    expect(await client.send(call())).toMatchObject({ kind: 'not-sent', error: { code: 'GATEWAY.UNREACHABLE' } });
  });

  it('says nothing of the guest, the body or the password in its errors', async () => {
    device.behave = (_request, response) => response.socket?.destroy();
    const outcome = await client.send(call());
    const text = inspect(outcome, { depth: 10, showHidden: true });
    expect(outcome.kind).toBe('unknown');
    for (const secret of [SECRET, CREDENTIALS.password, 'Digest']) expect(text).not.toContain(secret);
  });

  it('is closed: nothing is sent any more', async () => {
    await client.send(call());
    const before = device.received.length;
    client.close();
    expect((await client.send(call())).kind).toBe('not-sent');
    expect(device.received).toHaveLength(before);
  });
});
