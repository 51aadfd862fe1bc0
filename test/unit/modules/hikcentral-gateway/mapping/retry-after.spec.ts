import { MAX_RETRY_AFTER_MS, retryAfterMs } from '../../../../../src/modules/hikcentral-gateway/mapping/retry-after.js';

const NOW = new Date('2026-06-10T08:00:00Z');
const base = { date: null, now: NOW, windowMs: 60_000, fraction: 0 };

describe('how long a 429 is obeyed', () => {
  it.each([
    ['7', 7_000],
    ['0', 1_000],
    ['Wed, 10 Jun 2026 08:00:30 GMT', 30_000],
    ['999999', MAX_RETRY_AFTER_MS],
    ['Wed, 10 Jun 2037 08:00:30 GMT', MAX_RETRY_AFTER_MS],
  ])('%s', (retryAfter, expected) => {
    expect(retryAfterMs({ ...base, retryAfter })).toBe(expected);
  });

  it.each([null, '', '-5', 'soon', '1.5', '2026-06-10', 'Wed, 10 Jun 2026 07:59:00 GMT'])(
    '%s is one window and up to a quarter',
    (retryAfter) => {
      expect(retryAfterMs({ ...base, retryAfter })).toBe(60_000);
      expect(retryAfterMs({ ...base, retryAfter, fraction: 1 })).toBe(75_000);
    },
  );

  it('reads a date against the clock that wrote it', () => {
    const retryAfter = 'Wed, 10 Jun 2026 11:00:05 GMT';
    expect(retryAfterMs({ ...base, retryAfter, date: 'Wed, 10 Jun 2026 11:00:00 GMT' })).toBe(5_000);
  });
});
