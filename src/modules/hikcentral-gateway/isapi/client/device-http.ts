import http from 'node:http';
import https from 'node:https';
import { type Readable } from 'node:stream';
import axios, { type AxiosInstance, type AxiosResponse, isAxiosError } from 'axios';
import { type Gate, GatedTransport } from '../../client/gated-transport.js';
import { NoAnswer } from '../../client/no-answer.js';
import { GatewayError, type GatewayErrorCode } from '../../gateway.errors.js';
import { type DeviceBody } from './device-call.js';
import { type DeviceAnswer } from './interpret-device-answer.js';

/** The largest answers are pictures, of some hundred kB. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
/** Any other number has axios wrap the stream, and one that is wrapped does not end when it is destroyed. */
const UNBOUNDED = -1;
const ERROR_CODE_FORM = /^[A-Z0-9_]{1,60}$/;
const BROKEN: ReadonlySet<unknown> = new Set(['ECONNRESET', 'EPIPE']);

export interface DeviceAddress {
  /** Scheme, host and port. */
  readonly baseUrl: string;
  /** PEM of the only authority that is trusted; null: the system's. The host name is checked either way. */
  readonly ca: string | null;
}

export interface WireRequest {
  readonly method: string;
  readonly target: string;
  readonly body: DeviceBody | null;
  readonly authorization: string | null;
  /** Ends the request, whatever of its answer came. */
  readonly signal: AbortSignal;
  /** Asked when a socket is connected, right before the bytes leave. */
  readonly gate: Gate;
  /** Harmless to say twice: a connection that the device had closed while it lay idle costs a second try. */
  readonly isRepeatable: boolean;
}

export interface OpenStream {
  readonly httpStatus: number;
  readonly challenge: string | null;
  readonly contentType: string;
  readonly stream: Readable;
}

/** The only HTTP to one device: a small keep-alive pool, no proxy, no redirect, no answer without bounds. */
export class DeviceHttp {
  private readonly agent: http.Agent | https.Agent;
  private readonly axios: AxiosInstance;

  constructor({ baseUrl, ca }: DeviceAddress, maxSockets: number) {
    const { origin } = new URL(baseUrl);
    // Stated, so that no environment variable switches it off.
    const tls = { rejectUnauthorized: true, ...(ca !== null && { ca }) };
    const pool = { keepAlive: true, maxSockets, maxFreeSockets: maxSockets };
    this.agent = origin.startsWith('https:') ? new https.Agent({ ...pool, ...tls }) : new http.Agent(pool);
    this.axios = axios.create({
      baseURL: origin,
      httpAgent: this.agent,
      httpsAgent: this.agent,
      maxRedirects: 0,
      proxy: false,
      decompress: false,
      validateStatus: () => true,
      transformRequest: [(body: unknown) => body],
    });
  }

  /** Never throws for what the network or the device does. */
  async exchange(request: WireRequest): Promise<DeviceAnswer | NoAnswer> {
    const answer = await this.send<Buffer>(request, 'arraybuffer', MAX_ANSWER_BYTES);
    if (answer instanceof NoAnswer) return answer;
    return { httpStatus: answer.status, challenge: headerText(answer, 'www-authenticate'), body: answer.data };
  }

  /** An answer without end; who reads it bounds it. */
  async open(request: WireRequest): Promise<OpenStream | NoAnswer> {
    const answer = await this.send<Readable>(request, 'stream', UNBOUNDED);
    if (answer instanceof NoAnswer) return answer;
    return {
      httpStatus: answer.status,
      challenge: headerText(answer, 'www-authenticate'),
      contentType: headerText(answer, 'content-type') ?? '',
      stream: answer.data,
    };
  }

  /** Cuts what is still in flight and closes every socket. */
  close(): void {
    this.agent.destroy();
  }

  private async send<B>(
    request: WireRequest,
    responseType: 'arraybuffer' | 'stream',
    maxContentLength: number,
    isSecondTry = false,
  ): Promise<AxiosResponse<B> | NoAnswer> {
    const { method, target, body, authorization, signal, gate, isRepeatable } = request;
    const transport = new GatedTransport(gate);
    try {
      return await this.axios.request<B>({
        method,
        url: target,
        ...(body !== null && { data: body.bytes }),
        headers: {
          ...(body !== null && { 'Content-Type': body.contentType }),
          ...(authorization !== null && { Authorization: authorization }),
          Accept: '*/*',
          'Accept-Encoding': 'identity',
          'User-Agent': 'Vestibule',
        },
        signal,
        transport,
        responseType,
        maxContentLength,
      });
    } catch (error) {
      if (!isAxiosError(error) && transport.refusal === null && !axios.isCancel(error)) throw error;
      const wasIdleConnection = transport.isUnheard && BROKEN.has(codeOf(error)) && !signal.aborted;
      if (wasIdleConnection && isRepeatable && !isSecondTry) {
        return this.send(request, responseType, maxContentLength, true);
      }
      return new NoAnswer(describe(error, transport, signal.aborted), transport.wasWritten);
    }
  }
}

function headerText({ headers }: AxiosResponse<unknown>, name: string): string | null {
  const value: unknown = headers[name];
  return typeof value === 'string' ? value : null;
}

function codeOf(error: unknown): string | null {
  return isAxiosError(error) && ERROR_CODE_FORM.test(error.code ?? '') ? (error.code ?? null) : null;
}

/** Of the error only its code is kept: axios hangs the request, name and picture included, on it. */
function describe(error: unknown, { refusal }: GatedTransport, isOverdue: boolean): GatewayError {
  if (refusal instanceof GatewayError) return refusal;
  const reason = codeOf(error);
  return new GatewayError(meaningOf(reason, isOverdue), 'no answer from the device', { reason });
}

function meaningOf(reason: string | null, isOverdue: boolean): GatewayErrorCode {
  if (isOverdue) return 'GATEWAY.TIMEOUT';
  // Too long an answer, or one that is no HTTP (llhttp's HPE_ codes).
  if (reason === 'ERR_BAD_RESPONSE' || reason?.startsWith('HPE_') === true) return 'GATEWAY.UNEXPECTED_RESPONSE';
  return 'GATEWAY.UNREACHABLE';
}
