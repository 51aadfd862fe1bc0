import {
  type HikCentralClient,
  type SendOptions,
} from '../../../src/modules/hikcentral-gateway/client/hikcentral-client.js';
import { type RawAnswer } from '../../../src/modules/hikcentral-gateway/client/interpret-answer.js';
import { NoAnswer } from '../../../src/modules/hikcentral-gateway/client/no-answer.js';
import { signedHeaders } from '../../../src/modules/hikcentral-gateway/client/signed-headers.js';
import { GatewayError, type GatewayErrorCode } from '../../../src/modules/hikcentral-gateway/gateway.errors.js';
import { type Operation } from '../../../src/modules/hikcentral-gateway/index.js';
import { type Random } from '../../../src/platform/random/random.js';
import { type RawReply } from '../../../simulator/server/outcome.js';
import { APP_KEY, APP_SECRET } from '../world/hikcentral.js';
import { type Delivered, type Wire } from '../world/wire.js';
import { type Life } from './life.js';

/** What HTTP makes of bytes that are no HTTP, or end too early, is proved over sockets; here it is enough that they are broken. */
const HEAD_END = Buffer.from('\r\n\r\n');

/** The client's place in a simulated process: signs and asks the gate as the real one does, and sends over the wire. */
export class WireClient implements Pick<HikCentralClient, 'send'> {
  constructor(
    private readonly wire: Wire,
    private readonly life: Life,
    private readonly random: Random,
  ) {}

  async send(operation: Operation<unknown>, options: SendOptions): Promise<RawAnswer | NoAnswer> {
    const { timeoutMs, gate, bookAgain } = options;
    if (!this.life.survives('before-send')) return new Promise(() => undefined);
    const objection = gate();
    if (objection !== null) return new NoAnswer(asGatewayError(objection), false);
    const delivered = await this.exchange(operation, timeoutMs);
    if (!this.life.survives('answer')) return new Promise(() => undefined);
    if (delivered === null) return noAnswer('GATEWAY.TIMEOUT', true);
    if (delivered.kind === 'broken') return this.broken(operation, options, delivered.wasWritten, bookAgain);
    const { outcome, dateMs } = delivered;
    const date = new Date(dateMs).toUTCString();
    switch (outcome.kind) {
      case 'answer': {
        const { httpStatus, headers, body } = outcome.answer;
        return { httpStatus, retryAfter: headers['retry-after'] ?? null, date, body: Buffer.from(body) };
      }
      case 'raw':
        return wholeBody(outcome.raw, date) ?? noAnswer('GATEWAY.UNEXPECTED_RESPONSE', true);
      default:
        return this.broken(operation, options, true, bookAgain);
    }
  }

  /** null: no answer in time. */
  private exchange(operation: Operation<unknown>, timeoutMs: number): Promise<Delivered | null> {
    const { life, random } = this;
    const body = Buffer.from(JSON.stringify(operation.body));
    const signed = signedHeaders(
      { target: operation.path, body, timestamp: life.clock.now(), nonce: random.uuid() },
      { appKey: APP_KEY, appSecret: APP_SECRET },
    );
    const headers = Object.fromEntries(Object.entries(signed).map(([name, value]) => [name.toLowerCase(), value]));
    return new Promise((resolve) => {
      const cancel = life.clock.after(timeoutMs, () => resolve(null));
      this.wire.send({ target: operation.path, headers, body }, (delivered) => {
        // Silence holds the connection open until the deadline.
        if (delivered.kind === 'outcome' && delivered.outcome.kind === 'silent') return;
        life.deliver(() => {
          cancel();
          resolve(delivered);
        });
      });
      life.reach('after-send');
    });
  }

  private async broken(
    operation: Operation<unknown>,
    options: SendOptions,
    wasWritten: boolean,
    bookAgain: SendOptions['bookAgain'],
  ): Promise<RawAnswer | NoAnswer> {
    const lost = noAnswer('GATEWAY.UNREACHABLE', wasWritten);
    if (!wasWritten || operation.effect !== 'read') return lost;
    const gate = (await bookAgain?.(lost)) ?? null;
    if (gate === null) return lost;
    const { timeoutMs } = options;
    return this.send(operation, { timeoutMs, gate });
  }
}

function noAnswer(code: GatewayErrorCode, wasWritten: boolean): NoAnswer {
  return new NoAnswer(new GatewayError(code, 'no answer'), wasWritten);
}

function asGatewayError(error: Error): GatewayError {
  if (error instanceof GatewayError) return error;
  throw error;
}

function wholeBody({ parts, ending, everyMs }: RawReply, date: string): RawAnswer | null {
  // An answer that never ends, or drips, is a silence as long as the caller waits.
  if (ending !== 'close' || everyMs > 0) return null;
  const bytes = Buffer.concat([...parts]);
  const headEnd = bytes.indexOf(HEAD_END);
  const head = bytes.subarray(0, Math.max(0, headEnd)).toString('latin1');
  const length = /content-length: (\d+)/i.exec(head);
  if (headEnd < 0 || length === null) return null;
  const body = bytes.subarray(headEnd + HEAD_END.length);
  if (body.length !== Number(length[1])) return null;
  return { httpStatus: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), retryAfter: null, date, body };
}
