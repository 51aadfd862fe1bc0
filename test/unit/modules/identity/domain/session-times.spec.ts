import { isReuse, sessionTimes } from '../../../../../src/modules/identity/domain/session-times.js';

const HOUR_MS = 3_600_000;
const START = new Date('2026-06-10T08:00:00Z');
const after = (ms: number): Date => new Date(START.getTime() + ms);

describe('sessionTimes', () => {
  it('a new session: a quarter of an hour, twelve hours', () => {
    expect(sessionTimes(START, START)).toEqual({
      accessExpiresAt: after(HOUR_MS / 4),
      expiresAt: after(12 * HOUR_MS),
    });
  });

  it('nothing outlives the week', () => {
    const nearlyOver = after(7 * 24 * HOUR_MS - 60_000);
    expect(sessionTimes(START, nearlyOver)).toEqual({
      accessExpiresAt: after(7 * 24 * HOUR_MS),
      expiresAt: after(7 * 24 * HOUR_MS),
    });
  });
});

describe('isReuse', () => {
  it('lets a late tab pass for half a minute', () => {
    expect(isReuse(START, after(30_000))).toBe(false);
    expect(isReuse(START, after(30_001))).toBe(true);
  });
});
