import { type Clock } from '../../../platform/clock/clock.js';

/** Looks again once an hour, whatever happens. */
const LONGEST_WAIT_MS = 3_600_000;

/** Something changed that somebody may wait for. */
export class Notice {
  private readonly sleepers = new Set<() => void>();
  private rings = 0;

  constructor(private readonly clock: Clock) {}

  /** To be taken before looking, so that a change between looking and waiting is not missed. */
  get state(): number {
    return this.rings;
  }

  ring(): void {
    this.rings += 1;
    for (const wake of [...this.sleepers]) wake();
  }

  /** Until a ring after `state`, the monotonic instant `untilMs` (null: no such instant), or the end. */
  async wait(state: number, untilMs: number | null, signal: AbortSignal): Promise<void> {
    if (state !== this.rings) return;
    const stopper = new AbortController();
    const wake = (): void => stopper.abort();
    this.sleepers.add(wake);
    try {
      const delayMs = untilMs === null ? LONGEST_WAIT_MS : Math.max(0, Math.ceil(untilMs - this.clock.monotonicMs()));
      await this.clock.sleep(delayMs, AbortSignal.any([stopper.signal, signal]));
    } finally {
      this.sleepers.delete(wake);
    }
  }
}
