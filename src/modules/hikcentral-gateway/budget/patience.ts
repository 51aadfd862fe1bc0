import { type Clock } from '../../../platform/clock/clock.js';

/**
 * Waits for `work`, but not for longer; what it throws in time is thrown here. Leaves no timer behind.
 * @returns whether it ended in time
 */
export async function patience(clock: Clock, atMostMs: number, work: Promise<unknown>): Promise<boolean> {
  const done = new AbortController();
  try {
    return await Promise.race([work.then(() => true), clock.sleep(atMostMs, done.signal).then(() => false)]);
  } finally {
    done.abort();
  }
}
