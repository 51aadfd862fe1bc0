import fc from 'fast-check';
import {
  fakeBottleneckTimers,
  fullestWindow,
  realTimers,
  type Treatment,
  VirtualSession,
} from '../../../../support/virtual-session.js';

const LIMITS = { limit: 10, revokeReserve: 2, windowMs: 60_000 };
const HOUR_MS = 3_600_000;
const STEP_MS = 1_000;

interface Server {
  readonly trueLimit: number;
  readonly isFixed: boolean;
  readonly countsRefused: boolean;
  readonly retryAfter: string | null;
  readonly roundTripMs: number;
}

interface Seen {
  readonly served: number[];
  readonly refused: number[];
}

/** Counts what arrives in its own way and refuses the rest. */
function limitedBy(server: Server, virtual: VirtualSession, seen: Seen): () => Treatment {
  const { trueLimit, isFixed, countsRefused, retryAfter, roundTripMs } = server;
  return () => {
    const atMs = virtual.clock.monotonicMs();
    const sinceMs = isFixed ? atMs - (atMs % LIMITS.windowMs) - 1 : atMs - LIMITS.windowMs;
    const counted = [...seen.served, ...(countsRefused ? seen.refused : [])].filter((at) => at > sinceMs).length;
    const isServed = counted < trueLimit;
    (isServed ? seen.served : seen.refused).push(atMs);
    const refusal = { httpStatus: 429, retryAfter, body: Buffer.from('{"code":"0x02401009"}') };
    return { uplinkMs: 0, answerMs: roundTripMs, answer: isServed ? {} : refusal };
  };
}

/** Nobody but revocation uses the reserve, so of that there is more than three hours can serve. */
function backlogOf(virtual: VirtualSession): void {
  virtual.ask('provision', 850);
  virtual.ask('revoke', 1_700);
}

const between = (times: readonly number[], fromMs: number, toMs: number): number =>
  times.filter((at) => at >= fromMs && at < toMs).length;

describe('a server that allows less than was configured', () => {
  beforeEach(fakeBottleneckTimers);
  afterEach(realTimers);

  it('refuses seldom and is used to 80 %, whatever its limit and its way of counting', async () => {
    const server = fc.record({
      trueLimit: fc.integer({ min: 3, max: 9 }),
      isFixed: fc.boolean(),
      countsRefused: fc.boolean(),
      retryAfter: fc.constantFrom(null, '60', '5'),
      roundTripMs: fc.integer({ min: 0, max: 900 }),
    });
    await fc.assert(
      fc.asyncProperty(server, fc.integer(), async (theServer, seed) => {
        const virtual = new VirtualSession(LIMITS, { seed });
        const seen: Seen = { served: [], refused: [] };
        virtual.treat = limitedBy(theServer, virtual, seen);
        backlogOf(virtual);
        await virtual.advance(3 * HOUR_MS, STEP_MS);
        expect(fullestWindow(virtual.arrivals, LIMITS.windowMs)).toBeLessThanOrEqual(LIMITS.limit);
        // The first burst teaches by several at once; then each step up costs one or two.
        expect(between(seen.refused, 0, HOUR_MS)).toBeLessThanOrEqual(16);
        expect(between(seen.refused, HOUR_MS, 3 * HOUR_MS)).toBeLessThanOrEqual(6);
        const inLastHour = between(seen.served, 2 * HOUR_MS, 3 * HOUR_MS);
        expect(inLastHour).toBeGreaterThanOrEqual(0.8 * theServer.trueLimit * 60);
        await virtual.close();
      }),
      { numRuns: 2 },
    );
  }, 240_000);

  it('is used to its full limit again once it allows it, and never refused when it always did', async () => {
    const virtual = new VirtualSession(LIMITS);
    const seen: Seen = { served: [], refused: [] };
    const server = { isFixed: false, countsRefused: false, retryAfter: null, roundTripMs: 100 };
    virtual.treat = limitedBy({ ...server, trueLimit: 5 }, virtual, seen);
    backlogOf(virtual);
    await virtual.advance(HOUR_MS / 4, STEP_MS);
    virtual.treat = limitedBy({ ...server, trueLimit: 10 }, virtual, seen);
    const refusedBefore = seen.refused.length;
    expect(refusedBefore).toBeGreaterThan(0);
    expect(virtual.session.view.effectiveLimit()).toBeLessThanOrEqual(6);
    await virtual.advance(HOUR_MS, STEP_MS);
    expect(virtual.session.view.effectiveLimit()).toBe(10);
    const fromMs = virtual.clock.monotonicMs();
    await virtual.advance(HOUR_MS / 4, STEP_MS);
    expect(between(seen.served, fromMs, Infinity)).toBeGreaterThanOrEqual(0.95 * 10 * 15);
    expect(seen.refused).toHaveLength(refusedBefore);
    await virtual.close();
  }, 60_000);

  it('is known to the next holder, which asks no more than was learned', async () => {
    const first = new VirtualSession(LIMITS);
    const seen: Seen = { served: [], refused: [] };
    first.treat = limitedBy(
      { trueLimit: 6, isFixed: false, countsRefused: false, retryAfter: null, roundTripMs: 10 },
      first,
      seen,
    );
    first.ask('revoke', 20);
    await first.advance(1_000, 10);
    expect(first.ledger.remembered.limit).toMatchObject({ limit: 6 });
    const second = await first.succeed();
    expect(second.session.view.effectiveLimit()).toBe(6);
    expect(second.session.view.configuredLimit()).toBe(10);
    const refusedBefore = seen.refused.length;
    second.ask('revoke', 20);
    await second.advance(4 * LIMITS.windowMs, STEP_MS);
    expect(seen.refused).toHaveLength(refusedBefore);
    expect(fullestWindow(second.arrivals.slice(20), LIMITS.windowMs)).toBeLessThanOrEqual(6);
    await second.close();
    await first.close();
  });

  it('leaves its reserve to revocation when it shrinks', async () => {
    const virtual = new VirtualSession(LIMITS);
    const seen: Seen = { served: [], refused: [] };
    virtual.treat = limitedBy(
      { trueLimit: 4, isFixed: false, countsRefused: false, retryAfter: null, roundTripMs: 10 },
      virtual,
      seen,
    );
    virtual.ask('provision', 200);
    await virtual.advance(4 * LIMITS.windowMs, STEP_MS);
    expect(virtual.session.view.effectiveLimit()).toBe(4);
    const before = virtual.arrivals.length;
    virtual.ask('revoke', 2);
    await virtual.advance(1_000, 10);
    expect(virtual.arrivals.slice(before).filter(({ operation }) => operation === 'read-version')).toHaveLength(2);
    await virtual.close();
  });
});
