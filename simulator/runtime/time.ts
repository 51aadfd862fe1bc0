/** Where the simulator reads the time. Injected so that a test owns it. */
export interface Clock {
  now(): Date;
}

/** Runs something later; the returned function cancels it. */
export interface Scheduler {
  after(delayMs: number, run: () => void): () => void;
}

export const systemClock: Clock = { now: () => new Date() };

export const systemScheduler: Scheduler = {
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Remembers every timer that has not fired, so that closing the simulator leaves none behind. */
export class TrackedScheduler implements Scheduler {
  private readonly cancellations = new Set<() => void>();

  constructor(private readonly inner: Scheduler) {}

  after(delayMs: number, run: () => void): () => void {
    const cancelInner = this.inner.after(delayMs, () => {
      this.cancellations.delete(cancel);
      run();
    });
    const cancel = (): void => {
      this.cancellations.delete(cancel);
      cancelInner();
    };
    this.cancellations.add(cancel);
    return cancel;
  }

  cancelAll(): void {
    for (const cancel of [...this.cancellations]) cancel();
  }
}

interface ManualTimer {
  readonly dueAtMs: number;
  readonly order: number;
  readonly run: () => void;
}

/** A clock and its timers under a test's hand: time moves only by {@link advance}. */
export class ManualTime implements Clock, Scheduler {
  private nowMs: number;
  private order = 0;
  private readonly timers = new Set<ManualTimer>();

  constructor(start: Date) {
    this.nowMs = start.getTime();
  }

  now(): Date {
    return new Date(this.nowMs);
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { dueAtMs: this.nowMs + delayMs, order: this.order++, run };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** Fires every timer due within the next `ms`, in order of its due time, each at its own instant. */
  advance(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (let next = this.nextDueBy(untilMs); next !== undefined; next = this.nextDueBy(untilMs)) {
      this.timers.delete(next);
      this.nowMs = Math.max(this.nowMs, next.dueAtMs);
      next.run();
    }
    this.nowMs = untilMs;
  }

  private nextDueBy(untilMs: number): ManualTimer | undefined {
    return [...this.timers]
      .filter((timer) => timer.dueAtMs <= untilMs)
      .sort((a, b) => a.dueAtMs - b.dueAtMs || a.order - b.order)[0];
  }
}
