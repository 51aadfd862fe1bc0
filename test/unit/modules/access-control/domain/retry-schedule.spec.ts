import {
  confirmationDelayMs,
  retryDelayMs,
  serverPauseMs,
  dutyRetryDelayMs,
} from '../../../../../src/modules/access-control/domain/retry-schedule.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

describe('retry schedule', () => {
  it('doubles from a minute, and adds at most a quarter', () => {
    expect([1, 2, 3, 4].map((tries) => retryDelayMs(tries, 0))).toEqual([1, 2, 4, 8].map((n) => n * MINUTE_MS));
    expect(retryDelayMs(1, 0.999)).toBeLessThan(1.25 * MINUTE_MS);
  });

  it('rests at most five minutes before it takes again, for ever', () => {
    expect(dutyRetryDelayMs(1, 0)).toBe(5 * SECOND_MS);
    expect(dutyRetryDelayMs(1_000, 0)).toBe(5 * MINUTE_MS);
  });

  it('spreads what a server that is back finds due', () => {
    expect([0, 0.999].map((fraction) => Math.round(serverPauseMs(fraction) / SECOND_MS))).toEqual([1, 3]);
  });

  it('looks after 1, 2, 4 seconds and so on, at most a window apart, and every five minutes after ten', () => {
    const delays = [0, 1, 2, 3, 4, 5, 6, 7].map((round) => confirmationDelayMs(round, 0, MINUTE_MS) / SECOND_MS);
    expect(delays).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(confirmationDelayMs(3, 10 * MINUTE_MS, MINUTE_MS)).toBe(5 * MINUTE_MS);
  });
});
