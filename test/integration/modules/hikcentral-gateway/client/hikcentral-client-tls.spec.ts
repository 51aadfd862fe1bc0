import { type Gate } from '../../../../../src/modules/hikcentral-gateway/client/gated-transport.js';
import { HikCentralClient } from '../../../../../src/modules/hikcentral-gateway/client/hikcentral-client.js';
import { NoAnswer } from '../../../../../src/modules/hikcentral-gateway/client/no-answer.js';
import { deletePerson, GatewayError, readVersion } from '../../../../../src/modules/hikcentral-gateway/index.js';
import { SystemClock } from '../../../../../src/platform/clock/system-clock.js';
import { SystemRandom } from '../../../../../src/platform/random/random.js';
import { answerWith, type RawServer, type Respond, startRawServer } from '../../../../support/raw-server.js';
import { OTHER_AUTHORITY, TEST_TLS } from '../../../../support/test-tls.js';

const GOOD = '{"code":"0","msg":"Success","data":{"softVersion":"V3"}}';

describe('the client over TLS, with an authority of its own', () => {
  let server: RawServer;
  let client: HikCentralClient;
  let others: HikCentralClient[];

  beforeEach(async () => {
    server = await startRawServer(answerWith(GOOD), TEST_TLS);
    client = clientFor(server.baseUrl, TEST_TLS.cert);
    others = [];
  });

  afterEach(async () => {
    for (const each of [client, ...others]) each.close();
    await server.close();
  });

  function clientFor(baseUrl: string, ca: string | null): HikCentralClient {
    const { appKey, appSecret } = server;
    const clock = new SystemClock();
    return new HikCentralClient({ baseUrl, appKey, appSecret, ca, maxSockets: 2, clock, random: new SystemRandom() });
  }

  function other(baseUrl: string, ca: string | null): HikCentralClient {
    const made = clientFor(baseUrl, ca);
    others.push(made);
    return made;
  }

  async function sendAgain(operation: Parameters<HikCentralClient['send']>[0], gate: Gate | null = () => null) {
    const lost: NoAnswer[] = [];
    const bookAgain = (answer: NoAnswer) => {
      lost.push(answer);
      return Promise.resolve(gate);
    };
    const answer = await client.send(operation, { timeoutMs: 5_000, gate: () => null, bookAgain });
    return { answer, lost };
  }

  const breaks = (broken: number): Respond => {
    return (request, response) => {
      if (server.received.length === broken) response.destroy();
      else answerWith(GOOD)(request, response);
    };
  };

  it('keeps its connection', async () => {
    const options = { timeoutMs: 5_000, gate: () => null };
    expect(await client.send(readVersion(), options)).toMatchObject({ httpStatus: 200 });
    expect(await client.send(readVersion(), options)).toMatchObject({ httpStatus: 200 });
    expect(server.connections).toBe(1);
  });

  it('sends a read once more, signed anew, on a new connection, when the kept one was closed', async () => {
    server.respond = breaks(2);
    await sendAgain(readVersion());
    const { answer, lost } = await sendAgain(readVersion());
    expect(answer).toMatchObject({ httpStatus: 200 });
    expect(lost).toMatchObject([{ wasWritten: true, error: { code: 'GATEWAY.UNREACHABLE' } }]);
    expect(server.received).toHaveLength(3);
    expect(server.connections).toBe(2);
    const nonces = server.received.map(({ headers }) => headers['x-ca-nonce']);
    expect(new Set(nonces).size).toBe(3);
  });

  it('sends it a second time, not a third', async () => {
    await sendAgain(readVersion());
    server.respond = (_request, response) => response.destroy();
    expect(await sendAgain(readVersion())).toMatchObject({ answer: { wasWritten: true }, lost: [{}] });
    expect(server.received).toHaveLength(3);
  });

  it.each([
    ['a change', deletePerson('1042'), () => null, 0],
    ['a read that was not booked', readVersion(), null, 1],
  ] as const)('sends nothing twice: %s', async (_name, operation, gate, bookings) => {
    server.respond = breaks(2);
    await sendAgain(readVersion());
    const { answer, lost } = await sendAgain(operation, gate);
    expect(answer).toMatchObject({ wasWritten: true, error: { code: 'GATEWAY.UNREACHABLE' } });
    expect(lost).toHaveLength(bookings);
    expect(server.received).toHaveLength(2);
  });

  it('tries nothing again on a connection that was new', async () => {
    server.respond = breaks(1);
    expect(await sendAgain(readVersion())).toMatchObject({ answer: { wasWritten: true }, lost: [] });
    expect(server.received).toHaveLength(1);
  });

  it('asks the gate when it is connected, and writes nothing when that objects', async () => {
    const objection = new GatewayError('GATEWAY.NOT_SENT', 'no');
    const answer = await client.send(readVersion(), { timeoutMs: 5_000, gate: () => objection });
    expect(answer).toMatchObject({ wasWritten: false, error: objection });
    expect(server.received).toHaveLength(0);
  });

  it.each<[string, string, (url: string) => string, string | null]>([
    ['another name', 'ERR_TLS_CERT_ALTNAME_INVALID', (url) => url.replace('127.0.0.1', 'localhost'), TEST_TLS.cert],
    ['another authority', 'DEPTH_ZERO_SELF_SIGNED_CERT', (url) => url, OTHER_AUTHORITY],
    ['no authority of its own', 'DEPTH_ZERO_SELF_SIGNED_CERT', (url) => url, null],
  ])('tells nothing to a server of %s', async (_name, reason, urlOf, ca) => {
    const doubting = other(urlOf(server.baseUrl), ca);
    const answer = await doubting.send(readVersion(), { timeoutMs: 5_000, gate: () => null });
    expect(answer).toBeInstanceOf(NoAnswer);
    expect(answer).toMatchObject({ wasWritten: false, error: { code: 'GATEWAY.UNREACHABLE', context: { reason } } });
    expect(server.received).toHaveLength(0);
  });
});
