import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { HikCentralClient } from '../../../../../src/modules/hikcentral-gateway/client/hikcentral-client.js';
import { NoAnswer } from '../../../../../src/modules/hikcentral-gateway/client/no-answer.js';
import { type RawAnswer } from '../../../../../src/modules/hikcentral-gateway/client/interpret-answer.js';
import { sign, stringToSign } from '../../../../../src/modules/hikcentral-gateway/client/signature.js';
import {
  addPerson,
  GatewayError,
  type Operation,
  readVersion,
} from '../../../../../src/modules/hikcentral-gateway/index.js';
import { SystemClock } from '../../../../../src/platform/clock/system-clock.js';
import { SystemRandom } from '../../../../../src/platform/random/random.js';
import { TEST_TLS } from '../../../../support/test-tls.js';
import { answerWith, type RawServer, type Respond, startRawServer } from '../../../../support/raw-server.js';

const GOOD = '{"code":"0","msg":"Success","data":{"softVersion":"V3"}}';
const ADD = addPerson({
  personCode: 'V1',
  fullName: 'Åsa Öst',
  organisationId: '7',
  phone: null,
  email: null,
  validity: { beginsAt: new Date(0), endsAt: new Date(1_000) },
  faceJpeg: Buffer.from('jpeg'),
});

describe('the client', () => {
  let server: RawServer;
  let client: HikCentralClient;

  beforeEach(async () => {
    server = await startRawServer(answerWith(GOOD));
    client = clientFor(server);
  });

  afterEach(async () => {
    client.close();
    await server.close();
  });

  function clientFor({ baseUrl, appKey, appSecret }: RawServer, ca: string | null = null): HikCentralClient {
    const clock = new SystemClock();
    return new HikCentralClient({ baseUrl, appKey, appSecret, ca, maxSockets: 2, clock, random: new SystemRandom() });
  }

  function send(
    timeoutMs = 2_000,
    gate: () => Error | null = () => null,
    operation: Operation<unknown> = readVersion(),
  ) {
    return client.send(operation, { timeoutMs, gate });
  }

  async function failureOf(respond: Respond, timeoutMs = 2_000): Promise<NoAnswer> {
    server.respond = respond;
    const answer = await send(timeoutMs);
    if (!(answer instanceof NoAnswer)) throw new Error(`got an answer of status ${answer.httpStatus}`);
    return answer;
  }

  it('sends the very bytes and headers it signed', async () => {
    await send(2_000, () => null, ADD);
    const { method, url, headers, body } = server.received[0]!;
    expect([method, url]).toEqual(['POST', ADD.path]);
    expect(JSON.parse(body.toString('utf8'))).toEqual(ADD.body);
    expect(headers['content-type']).toBe('application/json;charset=UTF-8');
    expect(headers['content-md5']).toBe(createHash('md5').update(body).digest('base64'));
    expect(headers['content-length']).toBe(String(body.length));
    const signed = {
      'x-ca-key': String(headers['x-ca-key']),
      'x-ca-nonce': String(headers['x-ca-nonce']),
      'x-ca-timestamp': String(headers['x-ca-timestamp']),
    };
    const text = stringToSign({
      method,
      accept: String(headers.accept),
      contentMd5: String(headers['content-md5']),
      contentType: String(headers['content-type']),
      headers: signed,
      target: url,
    });
    expect(headers['x-ca-signature']).toBe(sign(text, server.appSecret));
  });

  it('makes a new nonce for each call and reuses the connection', async () => {
    await send();
    await send();
    const nonces = server.received.map(({ headers }) => headers['x-ca-nonce']);
    expect(new Set(nonces).size).toBe(2);
    expect(server.connections).toBe(1);
  });

  it.each([
    ['200 with HTML', answerWith('<html>', 200), 200],
    ['404', answerWith('<html>', 404), 404],
    ['503', answerWith('busy', 503), 503],
    ['a redirect, which it does not follow', answerWith('', 302, { location: '/elsewhere' }), 302],
  ])('hands over %s', async (_name, respond, status) => {
    server.respond = respond;
    expect(await send()).toMatchObject({ httpStatus: status });
    expect(server.received).toHaveLength(1);
  });

  it('takes what is said about waiting', async () => {
    server.respond = answerWith('{}', 429, { 'retry-after': '7' });
    expect(await send()).toMatchObject({ httpStatus: 429, retryAfter: '7', date: expect.any(String) });
  });

  it('ends at its deadline although the answer keeps dripping', async () => {
    const drips: NodeJS.Timeout[] = [];
    const startedMs = performance.now();
    const failure = await failureOf((_request, response) => {
      response.writeHead(200);
      drips.push(setInterval(() => response.write(' '), 20));
    }, 300);
    drips.forEach(clearInterval);
    expect(failure).toMatchObject({ wasWritten: true, error: { code: 'GATEWAY.TIMEOUT' } });
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  });

  it('ends at its deadline when nothing comes at all', async () => {
    const failure = await failureOf(() => undefined, 200);
    expect(failure).toMatchObject({ wasWritten: true, error: { code: 'GATEWAY.TIMEOUT' } });
  });

  it('does not know what became of a call whose connection broke', async () => {
    const failure = await failureOf((_request, response) => response.destroy());
    expect(failure).toMatchObject({ wasWritten: true, error: { code: 'GATEWAY.UNREACHABLE' } });
  });

  it('does not read more than five megabytes', async () => {
    const failure = await failureOf(answerWith(`{"code":"0","data":"${'x'.repeat(6 * 1024 * 1024)}"}`));
    expect(failure).toMatchObject({ wasWritten: true, error: { code: 'GATEWAY.UNEXPECTED_RESPONSE' } });
  });

  it('knows that a call to nobody was not made', async () => {
    await server.close();
    expect(await send()).toMatchObject({ wasWritten: false, error: { code: 'GATEWAY.UNREACHABLE' } });
    server = await startRawServer(answerWith(GOOD));
  });

  it('asks the gate when the connection stands, and writes nothing when it objects', async () => {
    const objection = new GatewayError('GATEWAY.NOT_SENT', 'no');
    expect(await send(2_000, () => objection)).toMatchObject({ wasWritten: false, error: objection });
    expect(server.received).toHaveLength(0);
    expect(((await send()) as RawAnswer).httpStatus).toBe(200);
  });

  describe('when HikCentral closes a connection that was kept', () => {
    const secondBreaks: Respond = (request, response) => {
      if (server.received.length === 2) response.destroy();
      else answerWith(GOOD)(request, response);
    };
    const operations = { read: readVersion(), write: ADD } as const;
    const again = async (operation: Operation<unknown>, gate: (() => Error | null) | null) => {
      let bookings = 0;
      const bookAgain = () => {
        bookings += 1;
        return Promise.resolve(gate);
      };
      const answer = await client.send(operation, { timeoutMs: 2_000, gate: () => null, bookAgain });
      return { answer, bookings };
    };

    it('sends a read once more, signed anew, when that was booked', async () => {
      server.respond = secondBreaks;
      await send();
      const { answer, bookings } = await again(readVersion(), () => null);
      expect(answer).toMatchObject({ httpStatus: 200 });
      expect(bookings).toBe(1);
      const [, second, third] = server.received;
      expect(third!.body).toEqual(second!.body);
      expect(third!.headers['x-ca-nonce']).not.toBe(second!.headers['x-ca-nonce']);
      expect(third!.headers['x-ca-signature']).not.toBe(second!.headers['x-ca-signature']);
      expect(third!.headers['content-type']).toBe('application/json;charset=UTF-8');
      expect(third!.headers['content-length']).toBe(String(third!.body.length));
      expect(server.received).toHaveLength(3);
    });

    it.each([
      ['a write', 'write', () => null, 0],
      ['a read that could not be booked', 'read', null, 1],
    ] as const)('sends nothing twice: %s', async (_name, kind, gate, bookings) => {
      server.respond = secondBreaks;
      await send();
      expect(await again(operations[kind], gate)).toMatchObject({ bookings, answer: { wasWritten: true } });
      expect(server.received).toHaveLength(2);
    });

    it('asks the gate of the second try at its socket', async () => {
      server.respond = secondBreaks;
      await send();
      const objection = new GatewayError('GATEWAY.NOT_SENT', 'no');
      expect(await again(readVersion(), () => objection)).toMatchObject({
        answer: { wasWritten: false, error: objection },
      });
      expect(server.received).toHaveLength(2);
    });

    it('tries nothing again on a new connection, after a byte of an answer, or a second time', async () => {
      server.respond = (_request, response) => response.destroy();
      expect(await again(readVersion(), () => null)).toMatchObject({ bookings: 0 });
      expect(server.received).toHaveLength(1);
      server.respond = answerWith(GOOD);
      await send();
      server.respond = (_request, response) => {
        response.writeHead(200, { 'content-length': '10' });
        response.write('{', () => response.destroy());
      };
      expect(await again(readVersion(), () => null)).toMatchObject({ bookings: 0 });
      expect(server.received).toHaveLength(3);
      server.respond = answerWith(GOOD);
      await send();
      server.respond = (_request, response) => response.destroy();
      expect(await again(readVersion(), () => null)).toMatchObject({ bookings: 1, answer: { wasWritten: true } });
      expect(server.received).toHaveLength(6);
    });
  });

  it('keeps neither key nor body on an error', async () => {
    server.respond = (_request, response) => response.destroy();
    const failure = await send(2_000, () => null, ADD);
    const { error } = failure as NoAnswer;
    const everything = inspect(error, { depth: Infinity, showHidden: true });
    expect(everything).not.toContain(server.appKey);
    expect(everything).not.toContain('Öst');
  });

  it('goes past a proxy that the environment names', async () => {
    process.env['http_proxy'] = 'http://127.0.0.1:1';
    try {
      expect(await send()).toMatchObject({ httpStatus: 200 });
    } finally {
      delete process.env['http_proxy'];
    }
  });

  it('believes only the authority it was given, whatever the environment says', async () => {
    const secure = await startRawServer(answerWith(GOOD), TEST_TLS);
    const trusting = clientFor(secure, TEST_TLS.cert);
    const doubting = clientFor(secure);
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      const options = { timeoutMs: 2_000, gate: () => null };
      expect(await trusting.send(readVersion(), options)).toMatchObject({ httpStatus: 200 });
      expect(await doubting.send(readVersion(), options)).toMatchObject({
        wasWritten: false,
        error: { code: 'GATEWAY.UNREACHABLE', context: { reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' } },
      });
      expect(secure.received).toHaveLength(1);
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      trusting.close();
      doubting.close();
      await secure.close();
    }
  });
});
