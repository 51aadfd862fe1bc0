import { jest } from '@jest/globals';
import { Registry } from 'prom-client';
import { type HikCentralClient } from '../../src/modules/hikcentral-gateway/client/hikcentral-client.js';
import { type RawAnswer } from '../../src/modules/hikcentral-gateway/client/interpret-answer.js';
import { NoAnswer } from '../../src/modules/hikcentral-gateway/client/no-answer.js';
import { GatewayError } from '../../src/modules/hikcentral-gateway/gateway.errors.js';
import { GatewayMetrics } from '../../src/modules/hikcentral-gateway/gateway.metrics.js';
import { type Lane, listDoors, type Operation, readVersion } from '../../src/modules/hikcentral-gateway/index.js';
import { LeasedSession } from '../../src/modules/hikcentral-gateway/session/leased-session.js';
import { type SessionParts } from '../../src/modules/hikcentral-gateway/session/session-parts.js';
import { Transaction } from '../../src/platform/database/transaction.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { Random } from '../../src/platform/random/random.js';
import { InMemoryCallLedger } from './in-memory-call-ledger.js';
import { ManualClock } from './manual-clock.js';
import { TestLogger } from './test-logger.js';

/** How the imagined HikCentral treats one call. */
export interface Treatment {
  /** From the socket to HikCentral. */
  readonly uplinkMs: number;
  readonly answerMs: number;
  /** null: never answers. */
  readonly answer: Partial<RawAnswer> | null;
  /** It arrives on a kept connection that breaks without a byte of an answer. */
  readonly isLost?: boolean;
}

export interface ArrivedCall {
  readonly atMs: number;
  readonly operation: string;
}

const GOOD: RawAnswer = {
  httpStatus: 200,
  retryAfter: null,
  date: null,
  body: Buffer.from('{"code":"0","data":{"softVersion":"V3","total":0,"list":[]}}'),
};

export interface VirtualSessionOptions {
  readonly ledger?: InMemoryCallLedger;
  readonly timeoutMs?: number;
  /** Of the holder before: its clock goes on, and so do the arrivals. */
  readonly after?: VirtualSession;
  readonly seed?: number;
}

/** A session on a clock that moves when told: the database is in memory, HikCentral is imagined. */
export class VirtualSession {
  readonly clock: ManualClock;
  readonly arrivals: ArrivedCall[];
  readonly ledger: InMemoryCallLedger;
  readonly timeoutMs: number;
  readonly logger = new TestLogger();
  readonly registry = new Registry();
  readonly loss = new AbortController();
  readonly session: LeasedSession;
  treat: (operation: Operation<unknown>) => Treatment = () => ({ uplinkMs: 0, answerMs: 0, answer: {} });
  /** Its process dies with the next call that is booked, before it is sent. */
  diesBeforeSending = false;
  private isDead = false;

  constructor(
    readonly limits: SessionParts['limits'],
    { ledger, timeoutMs = 15_000, after, seed = 1 }: VirtualSessionOptions = {},
  ) {
    this.clock = after?.clock ?? new ManualClock();
    this.arrivals = after?.arrivals ?? [];
    this.ledger = ledger ?? after?.ledger ?? new InMemoryCallLedger();
    this.timeoutMs = timeoutMs;
    const { clock, logger, loss } = this;
    const epoch = after === undefined ? 1 : after.session.epoch + 1;
    if (after !== undefined) this.ledger.newestEpoch = epoch;
    const client: Pick<HikCentralClient, 'send'> = { send: (operation, options) => this.send(operation, options) };
    this.session = new LeasedSession({
      serverId: 'server',
      limits,
      timeoutMs,
      maxSockets: 50,
      lease: {
        key: 'key',
        epoch,
        signal: loss.signal,
        isValid: () => !loss.signal.aborted,
        lose: () => loss.abort(),
      },
      client,
      ledger: this.ledger,
      unitOfWork: new NoDatabase(() => this.isDead),
      clock,
      random: new SeededRandom(seed, String(epoch)),
      logger,
      metrics: new GatewayMetrics(this.registry),
    });
  }

  /** Its process is gone: what it sent may still arrive, and it does nothing any more. */
  die(): void {
    this.isDead = true;
    this.loss.abort();
  }

  /** The next holder of the lease, on the same clock, ledger and HikCentral. */
  async succeed(options: VirtualSessionOptions = {}): Promise<VirtualSession> {
    this.loss.abort();
    const next = new VirtualSession(this.limits, { timeoutMs: this.timeoutMs, ...options, after: this });
    next.treat = this.treat;
    await next.open();
    return next;
  }

  /** What it takes over passes through Bottleneck, whose timers are faked. */
  async open(): Promise<void> {
    const opened = new AbortController();
    const opening = this.session.open().finally(() => opened.abort());
    while (!opened.signal.aborted) await this.advance(0);
    await opening;
  }

  /** Revocation asks for the version and everybody else for the doors, so that HikCentral can tell them apart. */
  ask(lane: Lane, count: number): void {
    const operation: Operation<unknown> = lane === 'revoke' ? readVersion() : listDoors(1);
    for (let index = 0; index < count; index += 1) void this.session.call(lane, () => Promise.resolve(operation));
  }

  async close(): Promise<void> {
    const closing = this.session.close();
    await this.advance(20_000, 1_000);
    await closing;
  }

  /** Lets time pass in steps short enough for everything that happens in between to happen in its order. */
  async advance(durationMs: number, stepMs = 100): Promise<void> {
    await settle();
    for (let passedMs = 0; passedMs < durationMs; passedMs += stepMs) {
      await this.clock.advance(Math.min(stepMs, durationMs - passedMs));
      await settle();
    }
  }

  private async send(
    operation: Operation<unknown>,
    { timeoutMs, gate, bookAgain }: Parameters<HikCentralClient['send']>[1],
  ): Promise<RawAnswer | NoAnswer> {
    if (this.diesBeforeSending) this.die();
    if (this.isDead) return new Promise(() => undefined);
    const objection = gate();
    if (objection instanceof GatewayError) return new NoAnswer(objection, false);
    const { uplinkMs, answerMs, answer, isLost: isConnectionLost = false } = this.treat(operation);
    const { clock, arrivals } = this;
    clock.after(uplinkMs, () => arrivals.push({ atMs: clock.monotonicMs(), operation: operation.name }));
    if (isConnectionLost) {
      await clock.sleep(uplinkMs);
      const lost = new NoAnswer(new GatewayError('GATEWAY.UNREACHABLE', 'no answer'), true);
      const nextGate = operation.effect === 'read' ? ((await bookAgain?.(lost)) ?? null) : null;
      return nextGate === null ? lost : this.send(operation, { timeoutMs, gate: nextGate });
    }
    const isLost = answer === null || uplinkMs + answerMs >= timeoutMs;
    await clock.sleep(isLost ? timeoutMs : uplinkMs + answerMs);
    return isLost ? new NoAnswer(new GatewayError('GATEWAY.TIMEOUT', 'no answer'), true) : { ...GOOD, ...answer };
  }
}

/** Handed through to the ledger in memory, which does not look at it. */
const NO_TRANSACTION = Object.create(Transaction.prototype) as Transaction;

export class NoDatabase extends UnitOfWork {
  constructor(private readonly isDead: () => boolean) {
    super();
  }

  override run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.isDead() ? new Promise(() => undefined) : work(NO_TRANSACTION);
  }

  override read<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.run(work);
  }
}

/** The same numbers for the same seed, so that a run can be repeated (mulberry32). */
class SeededRandom extends Random {
  private made = 0;

  constructor(
    private state: number,
    private readonly prefix: string,
  ) {
    super();
  }

  override bytes(count: number): Buffer {
    return Buffer.from(Array.from({ length: count }, () => Math.floor(this.fraction() * 256)));
  }

  override uuid(): string {
    return `${this.prefix}-${(this.made += 1)}`;
  }

  override fraction(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

/** The most arrivals in any window, its older end excluded. */
export function fullestWindow(arrivals: readonly { readonly atMs: number }[], windowMs: number): number {
  const times = arrivals.map(({ atMs }) => atMs).sort((a, b) => a - b);
  let fullest = 0;
  for (let first = 0, last = 0; last < times.length; last += 1) {
    while (times[first]! <= times[last]! - windowMs) first += 1;
    fullest = Math.max(fullest, last - first + 1);
  }
  return fullest;
}

/** Enough turns for a slot to pass through two chained limiters, whose own timers of 0 ms are faked. */
const TURNS = 20;

async function settle(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    jest.advanceTimersByTime(1);
  }
}

/** Bottleneck starts its jobs with `setTimeout(…, 0)`; faked, so that a test does not wait for a real millisecond each. */
export function fakeBottleneckTimers(): void {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date', 'hrtime'] });
}

export function realTimers(): void {
  jest.useRealTimers();
}
