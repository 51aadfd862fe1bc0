import { jest } from '@jest/globals';
import { Registry } from 'prom-client';
import { type HikCentralClient } from '../../src/modules/hikcentral-gateway/client/hikcentral-client.js';
import { type RawAnswer } from '../../src/modules/hikcentral-gateway/client/interpret-answer.js';
import { NoAnswer } from '../../src/modules/hikcentral-gateway/client/no-answer.js';
import { GatewayError } from '../../src/modules/hikcentral-gateway/gateway.errors.js';
import { GatewayMetrics } from '../../src/modules/hikcentral-gateway/gateway.metrics.js';
import { type Operation } from '../../src/modules/hikcentral-gateway/index.js';
import { LeasedSession } from '../../src/modules/hikcentral-gateway/session/leased-session.js';
import { type SessionParts } from '../../src/modules/hikcentral-gateway/session/session-parts.js';
import { Transaction } from '../../src/platform/database/transaction.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { SystemRandom } from '../../src/platform/random/random.js';
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
  body: Buffer.from('{"code":"0","data":{"softVersion":"V3"}}'),
};

/** A session on a clock that moves when told: the database is in memory, HikCentral is imagined. */
export class VirtualSession {
  readonly clock = new ManualClock();
  readonly arrivals: ArrivedCall[] = [];
  readonly logger = new TestLogger();
  readonly registry = new Registry();
  readonly loss = new AbortController();
  readonly session: LeasedSession;
  treat: (operation: Operation<unknown>) => Treatment = () => ({ uplinkMs: 0, answerMs: 0, answer: {} });

  constructor(
    readonly limits: SessionParts['limits'],
    readonly ledger = new InMemoryCallLedger(),
    readonly timeoutMs = 15_000,
  ) {
    const { clock, logger, loss } = this;
    const client: Pick<HikCentralClient, 'send'> = { send: (operation, options) => this.send(operation, options) };
    this.session = new LeasedSession({
      serverId: 'server',
      limits,
      timeoutMs,
      maxSockets: 50,
      lease: {
        key: 'key',
        epoch: 1,
        signal: loss.signal,
        isValid: () => !loss.signal.aborted,
        lose: () => loss.abort(),
      },
      client,
      ledger,
      unitOfWork: new NoDatabase(),
      clock,
      random: new SystemRandom(),
      logger,
      metrics: new GatewayMetrics(this.registry),
    });
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

class NoDatabase extends UnitOfWork {
  override run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return work(NO_TRANSACTION);
  }

  override read<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return work(NO_TRANSACTION);
  }
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
