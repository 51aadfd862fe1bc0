import http from 'node:http';
import https from 'node:https';
import axios, { type AxiosInstance, type AxiosResponse, isAxiosError } from 'axios';
import axiosRetry from 'axios-retry';
import { type Clock } from '../../../platform/clock/clock.js';
import { type Random } from '../../../platform/random/random.js';
import { GatewayError, type GatewayErrorCode } from '../gateway.errors.js';
import { MAX_PICTURE_ANSWER_BYTES } from '../mapping/pictures.js';
import { type Operation } from '../operations/operation.js';
import { type Gate, GatedTransport } from './gated-transport.js';
import { type BookAgain, retryingOnce } from './retrying-once.js';
import { type RawAnswer } from './interpret-answer.js';
import { NoAnswer } from './no-answer.js';
import { type Credentials, signedHeaders } from './signed-headers.js';

/** A page of 500 persons with their levels is about 400 kB. A picture has a limit of its own. */
const MAX_ANSWER_BYTES = 5 * 1024 * 1024;
const ERROR_CODE_FORM = /^[A-Z0-9_]{1,60}$/;

export interface ClientOptions extends Credentials {
  /** Scheme, host and port; a trailing `/artemis` is understood. */
  readonly baseUrl: string;
  /** PEM of the only authority that is trusted; null: the system's. */
  readonly ca: string | null;
  readonly maxSockets: number;
  readonly clock: Clock;
  readonly random: Random;
}

export interface SendOptions {
  /** Milliseconds for the whole call, the last byte of the body included. */
  readonly timeoutMs: number;
  /** Asked when the socket is connected, right before the bytes are written. */
  readonly gate: Gate;
  /** Asked when a read was lost on a kept connection; absent: nothing is tried twice. */
  readonly bookAgain?: BookAgain;
}

/** The only HTTP to HikCentral: one keep-alive pool per server, destroyed with its session. */
export class HikCentralClient {
  private readonly agent: http.Agent | https.Agent;
  private readonly axios: AxiosInstance;

  constructor(private readonly options: ClientOptions) {
    const { maxSockets, ca } = options;
    const pool = { keepAlive: true, maxSockets, maxFreeSockets: maxSockets };
    const baseURL = normalizeBaseUrl(options.baseUrl);
    // Stated, so that no environment variable switches it off.
    const tls = { rejectUnauthorized: true, ...(ca !== null && { ca }) };
    this.agent = baseURL.startsWith('https:') ? new https.Agent({ ...pool, ...tls }) : new http.Agent(pool);
    this.axios = axios.create({
      baseURL,
      httpAgent: this.agent,
      httpsAgent: this.agent,
      // A signed request goes where it was signed for, and nowhere else.
      maxRedirects: 0,
      proxy: false,
      maxContentLength: MAX_ANSWER_BYTES,
      responseType: 'arraybuffer',
      decompress: false,
      validateStatus: () => true,
      // The body is sent byte for byte as it was signed.
      transformRequest: [(body: unknown) => body],
    });
    // Nothing, unless a call brings a booking for it.
    axiosRetry(this.axios, { retries: 0 });
  }

  /** Never throws for what the network or HikCentral does. Every try needs a booking of its own: `bookAgain`. */
  async send(operation: Operation<unknown>, options: SendOptions): Promise<RawAnswer | NoAnswer> {
    const { timeoutMs, gate, bookAgain } = options;
    const { clock, random } = this.options;
    let transport = new GatedTransport(gate);
    const deadline = new AbortController();
    const cancelDeadline = clock.after(timeoutMs, () => deadline.abort());
    try {
      const body = Buffer.from(JSON.stringify(operation.body));
      const sign = (): Record<string, string> =>
        signedHeaders({ target: operation.path, body, timestamp: clock.now(), nonce: random.uuid() }, this.options);
      const response = await this.axios.post<Buffer>(operation.path, body, {
        headers: { ...sign(), 'Accept-Encoding': 'identity', 'User-Agent': 'Vestibule' },
        signal: deadline.signal,
        transport,
        // Counted while it is read: what is longer is cut off at the limit.
        ...(operation.readBody && { maxContentLength: MAX_PICTURE_ANSWER_BYTES }),
        ...(operation.effect === 'read' &&
          bookAgain && {
            'axios-retry': retryingOnce({
              wasLost: (error) => transport.isUnheard && !deadline.signal.aborted && isBrokenConnection(error),
              book: (error) => bookAgain(new NoAnswer(describe(operation, error, transport, false), true)),
              prepare: (config, nextGate) => {
                transport = new GatedTransport(nextGate);
                config.transport = transport;
                config.headers.set(sign());
              },
            }),
          }),
      });
      return toRawAnswer(response);
    } catch (error) {
      if (!isAxiosError(error) && transport.refusal === null && !axios.isCancel(error)) throw error;
      return new NoAnswer(describe(operation, error, transport, deadline.signal.aborted), transport.wasWritten);
    } finally {
      cancelDeadline();
    }
  }

  /** Cuts what is still in flight and closes every socket. */
  close(): void {
    this.agent.destroy();
  }
}

/** Scheme, host and port in lower case: two spellings of one server are one server, with one budget. */
export function normalizeBaseUrl(baseUrl: string): string {
  const { origin, pathname } = new URL(baseUrl);
  const path = pathname.replace(/\/+$/, '').replace(/\/artemis$/, '');
  return `${origin}${path}`;
}

function toRawAnswer({ status, headers, data }: AxiosResponse<Buffer>): RawAnswer {
  return {
    httpStatus: status,
    retryAfter: headerText(headers['retry-after']),
    date: headerText(headers['date']),
    body: data,
  };
}

function headerText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Of the error only its code is kept: axios hangs the request, key and body included, on it. */
function describe(
  { name }: Operation<unknown>,
  error: unknown,
  { refusal }: GatedTransport,
  isOverdue: boolean,
): GatewayError {
  if (refusal instanceof GatewayError) return refusal;
  const reason = isAxiosError(error) && ERROR_CODE_FORM.test(error.code ?? '') ? (error.code ?? null) : null;
  return new GatewayError(codeOf(reason, isOverdue), `no answer to ${name}`, { operation: name, reason });
}

function isBrokenConnection({ code }: { readonly code?: string }): boolean {
  return code === 'ECONNRESET' || code === 'EPIPE';
}

function codeOf(reason: string | null, isOverdue: boolean): GatewayErrorCode {
  if (isOverdue) return 'GATEWAY.TIMEOUT';
  // Too long an answer, or one that is no HTTP (llhttp's HPE_ codes).
  if (reason === 'ERR_BAD_RESPONSE' || reason?.startsWith('HPE_') === true) return 'GATEWAY.UNEXPECTED_RESPONSE';
  return 'GATEWAY.UNREACHABLE';
}
