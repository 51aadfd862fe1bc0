import fc from 'fast-check';
import { LANES } from '../../../../../src/modules/hikcentral-gateway/index.js';
import {
  fakeBottleneckTimers,
  fullestWindow,
  realTimers,
  VirtualSession,
} from '../../../../support/virtual-session.js';

const LIMITS = { limit: 10, revokeReserve: 2, windowMs: 60_000 };
const HOUR_MS = 3_600_000;
const STEP_MS = 500;

const happening = fc.record({
  lane: fc.constantFrom(...LANES),
  count: fc.integer({ min: 1, max: 15 }),
  pauseMs: fc.integer({ min: 0, max: 40_000 }),
  then: fc.constantFrom('nothing', 'nothing', 'hand-over', 'death', 'death before sending', 'jump back', 'jump on'),
});
const treatment = fc.record({
  uplinkMs: fc.integer({ min: 0, max: 6_000 }),
  answerMs: fc.integer({ min: 0, max: 6_000 }),
  isAnswered: fc.integer({ min: 0, max: 9 }).map((dice) => dice > 0),
  isLost: fc.integer({ min: 0, max: 3 }).map((dice) => dice === 0),
});

describe('the budget over hand-overs, deaths and clocks that jump', () => {
  beforeEach(fakeBottleneckTimers);
  afterEach(realTimers);

  it('is kept in every window', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { minLength: 2, maxLength: 8 }),
        fc.array(treatment, { minLength: 1, maxLength: 10 }),
        fc.integer(),
        async (happenings, treatments, seed) => {
          let current = new VirtualSession(LIMITS, { seed });
          let calls = 0;
          current.treat = () => {
            const { isAnswered, ...times } = treatments[calls++ % treatments.length]!;
            return { ...times, answer: isAnswered ? {} : null };
          };
          const all = [current];
          for (const { lane, count, pauseMs, then } of happenings) {
            current.ask(lane, count);
            await current.advance(pauseMs, STEP_MS);
            if (then === 'jump back') turnClock(current, -HOUR_MS);
            if (then === 'jump on') {
              turnClock(current, HOUR_MS);
              // A new holder knows its predecessor's calls by the wall clock alone, so none comes within a window of it.
              await current.advance(LIMITS.windowMs + current.timeoutMs, STEP_MS);
            }
            if (then === 'death') current.die();
            if (then === 'death before sending') {
              current.diesBeforeSending = true;
              current.ask('revoke', 1);
              await current.advance(1_000, STEP_MS);
              current.die();
            }
            if (then === 'hand-over' || then.startsWith('death')) all.push((current = await current.succeed({ seed })));
          }
          current.ask('revoke', 30);
          await current.advance(120_000, STEP_MS);
          expect(fullestWindow(current.arrivals, LIMITS.windowMs)).toBeLessThanOrEqual(LIMITS.limit);
          const general = current.arrivals.filter(({ operation }) => operation === 'list-doors');
          expect(fullestWindow(general, LIMITS.windowMs)).toBeLessThanOrEqual(LIMITS.limit - LIMITS.revokeReserve);
          expect(current.ledger.rows.size).toBeGreaterThanOrEqual(current.arrivals.length);
          for (const virtual of all) virtual.loss.abort();
          await current.advance(90_000, 5_000);
        },
      ),
      { numRuns: 12 },
    );
  }, 120_000);

  it.each([
    ['provision', 8],
    ['revoke', 10],
  ] as const)(
    'is used to 95 %% by a backlog of %s that is handed over every ten windows',
    async (lane, share) => {
      let current = new VirtualSession(LIMITS);
      current.treat = () => ({ uplinkMs: 100, answerMs: 200, answer: {} });
      for (let holder = 0; holder < 3; holder += 1) {
        current.ask(lane, 120);
        await current.advance(10 * LIMITS.windowMs);
        if (holder < 2) current = await current.succeed();
      }
      expect(current.arrivals.length).toBeGreaterThanOrEqual(0.95 * share * 30);
      expect(fullestWindow(current.arrivals, LIMITS.windowMs)).toBeLessThanOrEqual(LIMITS.limit);
      await current.close();
    },
    60_000,
  );

  it('goes on with a halt where a holder died, in every lane, and no longer than it lasts', async () => {
    const first = new VirtualSession({ ...LIMITS, limit: 30 });
    const refusal = { httpStatus: 429, retryAfter: '120', body: Buffer.from('{"code":"0x02401009"}') };
    first.treat = () => ({ uplinkMs: 0, answerMs: 0, answer: refusal });
    first.ask('revoke', 1);
    await first.advance(1_000);
    first.die();
    await first.advance(30_000);
    const second = await first.succeed();
    second.treat = () => ({ uplinkMs: 0, answerMs: 0, answer: {} });
    for (const lane of LANES) second.ask(lane, 1);
    await second.advance(88_500, 100);
    expect(second.arrivals).toHaveLength(1);
    await second.advance(15_000, 100);
    expect(second.arrivals).toHaveLength(1 + LANES.length);
    await second.close();
  });

  it('does not wait for ever for a halt that a clock far ahead wrote down', async () => {
    const virtual = new VirtualSession(LIMITS);
    const until = new Date(virtual.clock.now().getTime() + 24 * HOUR_MS);
    virtual.ledger.remembered = { ...virtual.ledger.remembered, pause: { until, reason: 'rate-limited' } };
    const next = await virtual.succeed();
    next.ask('revoke', 1);
    await next.advance(15 * 60_000 + 1_000, 1_000);
    expect(next.arrivals).toHaveLength(1);
    await next.close();
  });

  it('is halted for a window and a little, never the same little, when nothing is said about how long', async () => {
    const halts = new Set<number>();
    for (let seed = 1; seed <= 20; seed += 1) {
      const virtual = new VirtualSession(LIMITS, { seed });
      virtual.treat = () => ({ uplinkMs: 0, answerMs: 0, answer: { httpStatus: 429, body: Buffer.from('') } });
      virtual.ask('revoke', 1);
      await virtual.advance(100, 100);
      const haltMs = virtual.ledger.remembered.pause!.until.getTime() - virtual.clock.now().getTime();
      expect(haltMs).toBeGreaterThan(LIMITS.windowMs - 1_000);
      expect(haltMs).toBeLessThanOrEqual(1.25 * LIMITS.windowMs);
      halts.add(haltMs);
      await virtual.close();
    }
    expect(halts.size).toBeGreaterThan(15);
  });
});

function turnClock({ clock }: VirtualSession, byMs: number): void {
  clock.setWallClock(new Date(clock.now().getTime() + byMs));
}
