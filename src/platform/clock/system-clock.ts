import { Clock } from './clock.js';

/** setTimeout fires at once for anything longer; longer waits are cut and the waiter looks again. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export class SystemClock extends Clock {
  override now(): Date {
    return new Date();
  }

  override monotonicMs(): number {
    return performance.now();
  }

  override after(delayMs: number, action: () => void): () => void {
    const timer = setTimeout(action, Math.min(Math.max(0, delayMs), LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  }
}
