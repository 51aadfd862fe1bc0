import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Scheduler } from '../../runtime/time.js';
import { type DigestGate } from '../auth/digest-gate.js';
import { type DeviceFault, type DeviceFaults } from '../control/device-faults.js';
import { type Device } from '../device.js';
import { findEndpoint } from '../endpoints/catalogue.js';
import { type AlertStreams } from '../push/alert-streams.js';
import { type EventPoster } from '../push/event-poster.js';
import { badParameters, IsapiRefusal } from '../status.js';
import { answer, AnswerWriter, type DeviceAnswer } from './answer.js';
import { type CallHistory, type DeviceCall } from './call-history.js';
import { deliver, type Delivery } from './delivery.js';

const ALERT_STREAM = '/ISAPI/Event/notification/alertStream';
/** Room for a face over the limit, so that it is refused by its own rule. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

export interface DeviceServerParts {
  readonly device: Device;
  readonly gate: DigestGate;
  readonly faults: DeviceFaults;
  readonly history: CallHistory;
  readonly streams: AlertStreams;
  readonly poster: EventPoster;
  readonly scheduler: Scheduler;
}

interface Arrived {
  readonly request: IncomingMessage;
  readonly method: string;
  readonly path: string;
  readonly target: string;
  readonly query: URLSearchParams;
  readonly isJson: boolean;
}

/** One call's way: password, room, fault, endpoint, answer. */
export class DeviceServer {
  readonly http: Server;
  private readonly writer: AnswerWriter;
  private readonly inFlight = new Set<ServerResponse>();

  constructor(private readonly parts: DeviceServerParts) {
    this.writer = new AnswerWriter(parts.device.profile);
    this.http = createServer((request, response) => {
      this.handle(request, response).catch((error: unknown) => {
        // A caller that hangs up in the middle of its body is no fault of the device.
        if (request.destroyed && !request.complete) return;
        throw error;
      });
    });
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrived = arrive(request);
    const { gate, history } = this.parts;
    const { authorization } = request.headers;
    const address = request.socket.remoteAddress ?? '';
    const challenges = gate.check({ method: arrived.method, target: arrived.target, authorization, address });
    const entry = history.arrive({
      method: arrived.method,
      path: arrived.path,
      query: arrived.query.toString(),
      isAuthenticated: challenges === undefined,
    });
    const delivery =
      challenges === undefined
        ? await this.serve(arrived, response)
        : ({ kind: 'answer', answer: this.writer.unauthorized(challenges) } as const);
    if (delivery.kind === 'stream') entry.httpStatus = 200;
    else this.deliver(delivery, response, entry);
  }

  private async serve(arrived: Arrived, response: ServerResponse): Promise<Delivery | { readonly kind: 'stream' }> {
    if (arrived.path === ALERT_STREAM && arrived.method === 'GET') return this.stream(arrived, response);
    const { device, scheduler, faults } = this.parts;
    const { maxConcurrentCalls, latencyMs } = device.profile;
    if (this.inFlight.size >= maxConcurrentCalls) return this.busy(arrived);
    this.inFlight.add(response);
    response.once('close', () => this.inFlight.delete(response));
    const body = await readBody(arrived.request);
    if (latencyMs > 0) await later(scheduler, latencyMs);
    const fault = faults.take(arrived.method, arrived.path);
    const apply = (): Promise<DeviceAnswer> => this.apply(arrived, body);
    return fault === undefined ? { kind: 'answer', answer: await apply() } : this.meet(fault, arrived, apply);
  }

  private async stream(arrived: Arrived, response: ServerResponse): Promise<Delivery | { readonly kind: 'stream' }> {
    const { faults, streams } = this.parts;
    const open = (): Promise<DeviceAnswer> => Promise.resolve(answer(200, 'multipart/mixed', ''));
    const fault = faults.take(arrived.method, arrived.path);
    if (fault !== undefined) return this.meet(fault, arrived, open);
    if (streams.isFull()) return this.busy(arrived);
    streams.open(response);
    return { kind: 'stream' };
  }

  private async apply(
    { method, path, target, query, isJson, request }: Arrived,
    body: Buffer | undefined,
  ): Promise<DeviceAnswer> {
    const { device, poster } = this.parts;
    let asJson = isJson;
    try {
      const { endpoint, params } = findEndpoint(method, path, isJson);
      asJson = endpoint.form === 'json';
      if (body === undefined) throw badParameters('body');
      const result = await endpoint.handle({
        device,
        params,
        query,
        body,
        contentType: request.headers['content-type'] ?? '',
        tryHost: (host) => poster.tryHost(host),
      });
      return this.writer.result(result, target, asJson);
    } catch (error) {
      if (error instanceof IsapiRefusal) return this.writer.refusal(error, target, asJson);
      throw error;
    }
  }

  private async meet(fault: DeviceFault, arrived: Arrived, apply: () => Promise<DeviceAnswer>): Promise<Delivery> {
    const { scheduler } = this.parts;
    switch (fault.kind) {
      case 'busy':
        return this.busy(arrived);
      case 'error': {
        const refusal = new IsapiRefusal(fault.subStatusCode, fault);
        return { kind: 'answer', answer: this.writer.refusal(refusal, arrived.target, arrived.isJson) };
      }
      case 'delay': {
        if (fault.phase !== 'after') await later(scheduler, fault.delayMs);
        const made = await apply();
        if (fault.phase === 'after') await later(scheduler, fault.delayMs);
        return { kind: 'answer', answer: made };
      }
      case 'hang':
        if (fault.phase === 'after') await apply();
        return { kind: 'silent' };
      case 'drop':
        if (fault.phase !== 'before') await apply();
        return { kind: 'cut' };
      case 'drip':
        return { kind: 'drip', answer: await apply(), everyMs: fault.everyMs ?? 200 };
      case 'garbage':
        await apply();
        return {
          kind: 'answer',
          answer: answer(200, fault.contentType ?? 'text/html', fault.body ?? '<html><body>login'),
        };
    }
  }

  private busy({ target, isJson }: Arrived): Delivery {
    return { kind: 'answer', answer: this.writer.refusal(new IsapiRefusal('deviceBusy'), target, isJson) };
  }

  private deliver(delivery: Delivery, response: ServerResponse, entry: DeviceCall): void {
    if (delivery.kind === 'answer' || delivery.kind === 'drip') {
      entry.httpStatus = delivery.answer.httpStatus;
      entry.subStatusCode = delivery.answer.subStatusCode;
    }
    // Free before the answer is out: the caller's next call may be here before this one's end is noticed.
    if (delivery.kind === 'answer') this.inFlight.delete(response);
    deliver(delivery, response, this.parts.scheduler);
  }
}

function arrive(request: IncomingMessage): Arrived {
  const target = request.url ?? '/';
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1));
  return { request, method: request.method ?? 'GET', path, target, query, isJson: query.get('format') === 'json' };
}

/** @returns undefined for a body that is too large; what is left of it is not kept */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return length <= MAX_BODY_BYTES ? Buffer.concat(chunks) : undefined;
}

function later(scheduler: Scheduler, delayMs: number): Promise<void> {
  return new Promise((resolve) => scheduler.after(delayMs, resolve));
}
