import { type Clock } from '../clock/clock.js';
import { runInContext, systemContext, type RequestContext } from '../context/request-context.js';
import { type Transaction } from '../database/transaction.js';
import { type UnitOfWork } from '../database/unit-of-work.js';
import { describeError } from '../logging/describe-error.js';
import { type Logger } from '../logging/logger.js';
import { type Random } from '../random/random.js';
import { type ConsumerPositions } from './consumer-positions.js';
import { type EventConsumer } from './event-consumer.js';
import { type EventEnvelope } from './event-envelope.js';
import { type EventLogMetrics } from './event-log.metrics.js';
import { type EventLogReader } from './event-log-reader.js';

const BATCH = 500;
const MOST_ATTEMPTS = 5;
/** 100 · 2ⁿ ms: all five attempts within two seconds, since nothing else reaches this consumer meanwhile. */
const FIRST_BACK_OFF_MS = 100;
/** Another dispatcher has this consumer in hand; it may have looked before the newest event was there. */
const HELD_ELSEWHERE_MS = 100;
const TRACE_ID_BYTES = 16;
const NO_TRACE = '0'.repeat(32);

export interface FeedParts {
  readonly unitOfWork: UnitOfWork;
  readonly reader: EventLogReader;
  readonly positions: ConsumerPositions;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly metrics: EventLogMetrics;
}

/** When to look again; see `WakeLoopOptions.pass`. */
type Next = Date | 'now' | null;

/**
 * Gives one consumer its events. Batch and position are one transaction, so an event's effects happen once; a batch
 * that fails is taken back and given again one event at a time, so that only the event that fails is to blame.
 */
export class ConsumerFeed {
  private isRegistered = false;
  /** Events of the last failed batch that are still to be given singly. */
  private suspects = 0;

  constructor(
    private readonly consumer: EventConsumer,
    private readonly parts: FeedParts,
  ) {}

  async pass(): Promise<Next> {
    await this.register();
    // The trace is known only once the events are read; everything the transaction writes carries it.
    const context = { ...systemContext(NO_TRACE, this.consumer.name) };
    const given: EventEnvelope[] = [];
    try {
      return await runInContext(context, () => this.parts.unitOfWork.run((tx) => this.give(tx, context, given)));
    } catch (error) {
      const [first] = given;
      if (first === undefined) throw error;
      if (given.length === 1) return runInContext(context, () => this.blame(first, error));
      this.suspects = given.length;
      return 'now';
    }
  }

  private async register(): Promise<void> {
    if (this.isRegistered) return;
    const { unitOfWork, positions } = this.parts;
    await unitOfWork.run((tx) => positions.register(tx, this.consumer.name));
    this.isRegistered = true;
  }

  private async give(
    tx: Transaction,
    context: { -readonly [K in keyof RequestContext]: RequestContext[K] },
    given: EventEnvelope[],
  ): Promise<Next> {
    const { reader, positions, clock, metrics } = this.parts;
    const { name, events } = this.consumer;
    const place = await positions.tryLock(tx, name);
    if (place === null) return this.soon(HELD_ELSEWHERE_MS);
    if (place.retryAt !== null && place.retryAt > clock.now()) return place.retryAt;
    // Read before the events: whatever is not visible below it now never will be.
    const head = await reader.head(tx);
    if (BigInt(head) <= BigInt(place.position)) return null;
    const limit = this.suspects > 0 ? 1 : BATCH;
    given.push(...(await positions.eventsOf(tx, events, { position: place.position, head, limit })));
    context.traceId = this.traceOf(given);
    if (given.length > 0) await this.consumer.handle(tx, given);
    const isFull = given.length === limit;
    const reached = isFull ? (given.at(-1)?.position ?? head) : head;
    await positions.move(tx, name, reached);
    tx.afterCommit(() => {
      this.suspects = isFull ? Math.max(0, this.suspects - 1) : 0;
      metrics.lag.set({ consumer: name }, Number(BigInt(head) - BigInt(reached)));
    });
    return isFull ? 'now' : null;
  }

  /** One more failure of one event, in a transaction of its own: that of the event was taken back. */
  private blame(event: EventEnvelope, error: unknown): Promise<Next> {
    const { unitOfWork, positions, clock } = this.parts;
    const { name } = this.consumer;
    return unitOfWork.run(async (tx) => {
      const place = await positions.lock(tx, name);
      if (BigInt(place.position) >= BigInt(event.position)) return 'now';
      const at = clock.now();
      const attempts = await positions.countFailure(tx, {
        consumer: name,
        position: event.position,
        lastError: codeOf(error),
        at,
      });
      if (attempts >= MOST_ATTEMPTS) {
        await positions.setAside(tx, name, event.position, at);
        tx.afterCommit(() => this.alarm(event, error));
        return 'now';
      }
      const retryAt = this.soon(FIRST_BACK_OFF_MS * 2 ** attempts);
      await positions.postpone(tx, name, retryAt);
      return retryAt;
    });
  }

  private alarm({ position, name }: EventEnvelope, error: unknown): void {
    const { logger, metrics } = this.parts;
    this.suspects = Math.max(0, this.suspects - 1);
    metrics.setAside.inc({ consumer: this.consumer.name });
    logger.error('event set aside', error, { consumer: this.consumer.name, position, name });
  }

  /** Half of it is jitter, so that processes do not meet again and again. */
  private soon(delayMs: number): Date {
    const { clock, random } = this.parts;
    return new Date(clock.now().getTime() + delayMs * (0.5 + random.fraction() / 2));
  }

  /** The events' own trace when they share one; a mixed batch is a piece of work of its own and gets its own. */
  private traceOf(events: readonly EventEnvelope[]): string {
    const [first] = events;
    if (first === undefined) return NO_TRACE;
    const isShared = events.every(({ traceId }) => traceId === first.traceId);
    return isShared ? first.traceId : this.parts.random.bytes(TRACE_ID_BYTES).toString('hex');
  }
}

function codeOf(error: unknown): string {
  const { code, sqlState, class: className } = describeError(error);
  return code ?? sqlState ?? className;
}
