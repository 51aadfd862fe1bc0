import { Clock } from '../../src/platform/clock/clock.js';

interface Timer {
  readonly dueMs: number;
  /** Of two timers that are due together the earlier set one fires first, as with setTimeout. */
  readonly order: number;
  readonly action: () => void;
}

/** Any instant; far from daylight saving and from the ends of months. */
export const MANUAL_CLOCK_START = new Date('2026-06-10T08:00:00.000Z');

/**
 * Time that stands still until a test moves it. Wall clock and monotonic clock are kept apart, so that a test can let
 * the wall clock jump as an administrator or a time server would.
 */
export class ManualClock extends Clock {
  private elapsedMs = 0;
  private wallOffsetMs: number;
  private timersSet = 0;
  private readonly timers = new Set<Timer>();

  constructor(start: Date = MANUAL_CLOCK_START) {
    super();
    this.wallOffsetMs = start.getTime();
  }

  override now(): Date {
    return new Date(this.wallOffsetMs + this.elapsedMs);
  }

  override monotonicMs(): number {
    return this.elapsedMs;
  }

  override after(delayMs: number, action: () => void): () => void {
    const timer = { dueMs: this.elapsedMs + Math.max(0, delayMs), order: this.timersSet++, action };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** How many timers wait; for "nothing is left behind". */
  get pendingTimers(): number {
    return this.timers.size;
  }

  /**
   * Lets `durationMs` pass: fires each timer at its own instant, in order, and lets what it started settle before the
   * next one (promises, not real input and output: for those wait for their effect).
   */
  async advance(durationMs: number): Promise<void> {
    const endMs = this.elapsedMs + durationMs;
    await settle();
    for (let timer = this.firstDueBy(endMs); timer; timer = this.firstDueBy(endMs)) {
      this.timers.delete(timer);
      this.elapsedMs = Math.max(this.elapsedMs, timer.dueMs);
      timer.action();
      await settle();
    }
    this.elapsedMs = endMs;
  }

  /** The wall clock is set to `instant`; timers and the monotonic clock do not notice. */
  setWallClock(instant: Date): void {
    this.wallOffsetMs = instant.getTime() - this.elapsedMs;
  }

  private firstDueBy(endMs: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.timers) {
      if (timer.dueMs > endMs) continue;
      if (!first || timer.dueMs < first.dueMs || (timer.dueMs === first.dueMs && timer.order < first.order)) {
        first = timer;
      }
    }
    return first;
  }
}

/** A turn of the event loop: every promise that could settle without input or output has. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
