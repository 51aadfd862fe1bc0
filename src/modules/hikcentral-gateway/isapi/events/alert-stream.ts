import { type Readable } from 'node:stream';
import { NoAnswer } from '../../client/no-answer.js';
import { GatewayError } from '../../gateway.errors.js';
import { type DeviceClient } from '../client/device-client.js';
import { verdictOnDeviceHttpStatus } from '../mapping/status-codes.js';
import { type DevicePassage } from '../mapping/passages.js';
import { parseDeviceEvent } from './device-event.js';
import { boundaryOf, type Part, PartSplitter } from './part-splitter.js';
import { Patience } from './patience.js';
import { isJpeg } from './posted-event.js';

const TARGET = '/ISAPI/Event/notification/alertStream';
const MISSED_HEARTBEATS = 3;
const DEFAULT_HEARTBEAT_MS = 30_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

export type StreamItem =
  | { readonly kind: 'passage'; readonly passage: DevicePassage }
  /** JPEG of the passage before it; null: of none that was read. */
  | { readonly kind: 'picture'; readonly serialNo: number | null; readonly jpeg: Buffer }
  | { readonly kind: 'heartbeat' }
  /** A part that is no event we can read. */
  | { readonly kind: 'unreadable' }
  /**
   * Events may be missing between `since` and the next item: search for them. `since` null: nothing was heard yet.
   * Comes with every connection, the first one included, and whenever the device's numbers skip.
   */
  | { readonly kind: 'gap'; readonly since: Date | null; readonly afterSerialNo: number | null };

export interface StreamOptions {
  /** Ends the stream; the iterator then returns. */
  readonly signal: AbortSignal;
  /** How often the device says something when nothing happens; 30 s when absent. After three without it the link is dead. */
  readonly heartbeatMs?: number;
}

/** Reads what a device tells without being asked, over as many connections as it takes. */
export class AlertStream {
  private lastHeardAt: Date | null = null;
  private lastSerialNo: number | null = null;
  private failures = 0;

  constructor(
    private readonly client: Pick<DeviceClient, 'open' | 'clock' | 'random'>,
    private readonly options: StreamOptions,
  ) {}

  /** @throws GatewayError for what only a person can mend: a refused password, a device without a stream */
  async *items(): AsyncGenerator<StreamItem, void> {
    while (!this.isEnded()) {
      yield* this.connection();
      if (!this.isEnded()) await this.client.clock.sleep(this.pauseMs(), this.options.signal);
    }
  }

  private async *connection(): AsyncGenerator<StreamItem, void> {
    const end = new AbortController();
    const either = AbortSignal.any([this.options.signal, end.signal]);
    const opened = await this.client.open(TARGET, either);
    this.failures += 1;
    if (opened instanceof NoAnswer) {
      if (!this.isEnded()) assertPassing(opened.error);
      return;
    }
    const boundary = boundaryOf(opened.contentType);
    try {
      if (opened.httpStatus !== 200 || boundary === null) {
        assertPassing(refusalOf(opened.httpStatus));
        return;
      }
      yield { kind: 'gap', since: this.lastHeardAt, afterSerialNo: this.lastSerialNo };
      yield* this.read(opened.stream, boundary);
    } finally {
      // Before the request is given up: that raises its error on a stream that nobody listens to any more.
      opened.stream.destroy();
      end.abort();
    }
  }

  /** Ends with the connection, when nothing whole came for three heartbeats, or when what comes is no stream. */
  private async *read(stream: Readable, boundary: string): AsyncGenerator<StreamItem, void> {
    const splitter = new PartSplitter(boundary);
    const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    const patience = new Patience(this.client.clock, this.silenceMs);
    for (;;) {
      const chunk = await patience.during(nextOf(chunks), () => stream.destroy());
      const parts = chunk === null ? null : partsOf(splitter, chunk);
      if (parts === null) return;
      for (const part of parts) {
        patience.renew();
        yield* this.toItems(part);
      }
    }
  }

  private *toItems({ body }: Part): Generator<StreamItem, void> {
    const heardBefore = this.lastHeardAt;
    this.lastHeardAt = this.client.clock.now();
    this.failures = 0;
    if (isJpeg(body)) {
      yield { kind: 'picture', serialNo: this.lastSerialNo, jpeg: body };
      return;
    }
    const event = parseDeviceEvent(body);
    if (event === null) yield { kind: 'unreadable' };
    if (event?.kind === 'heartbeat') yield { kind: 'heartbeat' };
    if (event?.kind !== 'passage') return;
    const { passage, previousSerialNo } = event;
    const before = this.lastSerialNo;
    this.lastSerialNo = passage.serialNo;
    if (before !== null && (previousSerialNo ?? passage.serialNo - 1) > before) {
      yield { kind: 'gap', since: heardBefore, afterSerialNo: before };
    }
    yield { kind: 'passage', passage };
  }

  private isEnded(): boolean {
    return this.options.signal.aborted;
  }

  private get silenceMs(): number {
    return MISSED_HEARTBEATS * (this.options.heartbeatMs ?? DEFAULT_HEARTBEAT_MS);
  }

  private pauseMs(): number {
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** Math.max(0, this.failures - 1), LONGEST_PAUSE_MS);
    return pause * (0.5 + this.client.random.fraction() / 2);
  }
}

/** null: the connection ended, was cut or broke, which all comes to the same: what was lost is told as a gap. */
function nextOf(chunks: AsyncIterator<Buffer>): Promise<Buffer | null> {
  return chunks.next().then(
    (next) => (next.done === true ? null : next.value),
    () => null,
  );
}

/** null: this is no stream of events. */
function partsOf(splitter: PartSplitter, chunk: Buffer): readonly Part[] | null {
  try {
    return splitter.push(chunk);
  } catch (error) {
    if (error instanceof GatewayError) return null;
    throw error;
  }
}

function refusalOf(httpStatus: number): GatewayError {
  const code = httpStatus === 200 ? 'GATEWAY.UNEXPECTED_RESPONSE' : verdictOnDeviceHttpStatus(httpStatus).code;
  return new GatewayError(code, 'the device opened no stream', { httpStatus });
}

function assertPassing(error: GatewayError): void {
  if (error.retry !== 'retry') throw error;
}
