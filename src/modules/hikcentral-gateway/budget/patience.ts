import { type Clock } from '../../../platform/clock/clock.js';

/** Waits for `work`, but not for longer; what it throws in time is thrown here. Leaves no timer behind. */
export async function patience(clock: Clock, atMostMs: number, work: Promise<unknown>): Promise<void> {
  const done = new AbortController();
  try {
    await Promise.race([work, clock.sleep(atMostMs, done.signal)]);
  } finally {
    done.abort();
  }
}
