import fc from 'fast-check';
import {
  DEFAULT_LIMIT,
  maxInAnyWindow,
  type RateLimit,
  RateLimiter,
  retryAfterHeader,
} from '../../../../simulator/server/rate-limit.js';

const KEY = '21830457';

function limiter(calls: number | null, windowMs: number, rest: Partial<RateLimit> = {}): RateLimiter {
  return new RateLimiter({ ...DEFAULT_LIMIT, calls, windowMs, ...rest });
}

/** Gaps between arrivals, many of them zero, as arrival times. */
const arrivals = fc
  .array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 })), { maxLength: 80 })
  .map((gaps) => gaps.reduce<number[]>((times, gap) => [...times, (times.at(-1) ?? 0) + gap], []));

/** Counts every window that ends at an arrival: no other window can hold more. */
function mostByCounting(times: readonly number[], windowMs: number): number {
  return Math.max(0, ...times.map((end) => times.filter((at) => at <= end && at > end - windowMs).length));
}

describe('a sliding window', () => {
  it('never admits more than its calls into any window, and never refuses one that fits', () => {
    fc.assert(
      fc.property(
        arrivals,
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 1000 }),
        (times, calls, windowMs) => {
          const window = limiter(calls, windowMs);
          const admitted: number[] = [];
          for (const at of times) {
            const inWindow = admitted.filter((earlier) => earlier > at - windowMs).length;
            const isAdmitted = window.admit(KEY, at).isAdmitted;
            expect(isAdmitted).toBe(inWindow < calls);
            if (isAdmitted) admitted.push(at);
          }
          expect(mostByCounting(admitted, windowMs)).toBeLessThanOrEqual(calls);
        },
      ),
    );
  });

  it('names a waiting time that is enough and, to the second, not too much', () => {
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 8 }), (times, calls) => {
        const windowMs = 10_000;
        const window = limiter(calls, windowMs);
        for (const at of times) {
          const admission = window.admit(KEY, at);
          if (admission.isAdmitted) continue;
          const replay = limiter(calls, windowMs);
          for (const earlier of times.filter((time) => time <= at)) replay.admit(KEY, earlier);
          expect(replay.admit(KEY, at + (admission.retryAfterSeconds - 1) * 1000 - 1).isAdmitted).toBe(false);
          expect(replay.admit(KEY, at + admission.retryAfterSeconds * 1000).isAdmitted).toBe(true);
          return;
        }
      }),
    );
  });

  it('does not count what it refuses', () => {
    const window = limiter(1, 1000);
    window.admit(KEY, 0);
    for (let at = 100; at < 1000; at += 100) expect(window.admit(KEY, at).isAdmitted).toBe(false);
    expect(window.admit(KEY, 1000).isAdmitted).toBe(true);
  });

  it('keeps a budget for each key', () => {
    const window = limiter(1, 1000);
    expect(window.admit(KEY, 0).isAdmitted).toBe(true);
    expect(window.admit('another', 0).isAdmitted).toBe(true);
    expect(window.admit(KEY, 1).isAdmitted).toBe(false);
  });

  it('waits for enough slots when the limit was lowered over calls already made', () => {
    const window = limiter(3, 10_000);
    for (const at of [0, 1000, 2000]) window.admit(KEY, at);
    window.change({ calls: 1 });
    expect(window.admit(KEY, 3000)).toEqual({ isAdmitted: false, retryAfterSeconds: 9 });
    expect(window.admit(KEY, 11_999).isAdmitted).toBe(false);
    expect(window.admit(KEY, 12_000).isAdmitted).toBe(true);
  });

  it('can be lifted and set again while it runs', () => {
    const window = limiter(null, 1000);
    for (let call = 0; call < 50; call += 1) expect(window.admit(KEY, 0).isAdmitted).toBe(true);
    window.change({ calls: 10 });
    expect(window.admit(KEY, 1).isAdmitted).toBe(false);
    window.change({ calls: 0 });
    expect(window.admit(KEY, 5000)).toEqual({ isAdmitted: false, retryAfterSeconds: 1 });
  });
});

describe('a fixed window', () => {
  it('begins at whole multiples of its length, so that twice the calls fit around a beginning', () => {
    const window = limiter(3, 1000, { semantics: 'fixed' });
    for (const at of [990, 995, 999]) expect(window.admit(KEY, at).isAdmitted).toBe(true);
    expect(window.admit(KEY, 999)).toEqual({ isAdmitted: false, retryAfterSeconds: 1 });
    for (const at of [1000, 1001, 1999]) expect(window.admit(KEY, at).isAdmitted).toBe(true);
    expect(window.admit(KEY, 1999).isAdmitted).toBe(false);
  });

  it('names the time to its end', () => {
    const window = limiter(1, 60_000, { semantics: 'fixed' });
    window.admit(KEY, 61_000);
    expect(window.admit(KEY, 70_500)).toEqual({ isAdmitted: false, retryAfterSeconds: 50 });
  });
});

describe('counting what is refused', () => {
  it('keeps who knocks outside, and lets in who waits', () => {
    const window = limiter(1, 1000, { countsRefused: true });
    window.admit(KEY, 0);
    for (let at = 500; at <= 5000; at += 500) expect(window.admit(KEY, at).isAdmitted).toBe(false);
    expect(window.admit(KEY, 6000).isAdmitted).toBe(true);
  });

  it('ends with a fixed window', () => {
    const window = limiter(1, 1000, { countsRefused: true, semantics: 'fixed' });
    window.admit(KEY, 0);
    for (let at = 100; at < 1000; at += 100) window.admit(KEY, at);
    expect(window.admit(KEY, 1000).isAdmitted).toBe(true);
  });
});

describe('Retry-After', () => {
  it.each([
    ['seconds', '7'],
    ['date', 'Wed, 10 Jun 2026 12:00:08 GMT'],
    ['absent', undefined],
    ['absurd', '99999999'],
    ['negative', '-30'],
    ['unreadable', 'in a while'],
  ] as const)('as %s', (form, value) => {
    expect(retryAfterHeader(form, 7, Date.parse('2026-06-10T12:00:00.400Z'))).toBe(value);
  });
});

describe('maxInAnyWindow', () => {
  it('agrees with counting every window, in whatever order the arrivals come', () => {
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 1000 }), (times, windowMs) => {
        expect(maxInAnyWindow([...times].reverse(), windowMs)).toBe(mostByCounting(times, windowMs));
      }),
    );
  });
});
