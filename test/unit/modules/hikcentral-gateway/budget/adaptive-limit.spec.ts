import fc from 'fast-check';
import { AdaptiveLimit } from '../../../../../src/modules/hikcentral-gateway/budget/adaptive-limit.js';
import { ManualClock } from '../../../../support/manual-clock.js';

const LIMITS = { limit: 10, revokeReserve: 2, windowMs: 60_000 };

function aLimit(clock = new ManualClock(), changes: number[] = []): AdaptiveLimit {
  return new AdaptiveLimit(LIMITS, clock, (by) => changes.push(by));
}

describe('the limit that follows the server', () => {
  it('is the configured one until a server refuses us within it, and then what it served', () => {
    const changes: number[] = [];
    const limit = aLimit(new ManualClock(), changes);
    expect([limit.limit, limit.learned]).toEqual([10, null]);
    limit.refused({ bookedAtMs: 0, servedInWindow: 6 });
    expect(limit.limit).toBe(6);
    expect(limit.learned).toMatchObject({ limit: 6 });
    expect(changes).toEqual([-4]);
    limit.close();
  });

  it('is halved by a refusal that the calls served do not explain, once for all that were under way, above the reserve', () => {
    const limit = aLimit();
    limit.refused({ bookedAtMs: 0, servedInWindow: 1 });
    limit.refused({ bookedAtMs: 0, servedInWindow: 0 });
    expect(limit.limit).toBe(5);
    limit.served(1);
    limit.refused({ bookedAtMs: 2, servedInWindow: 1 });
    expect(limit.limit).toBe(3);
    limit.served(3);
    limit.refused({ bookedAtMs: 4, servedInWindow: 1 });
    expect(limit.limit).toBe(3);
    limit.close();
  });

  it('is never raised by a refusal', () => {
    const limit = aLimit();
    limit.refused({ bookedAtMs: 0, servedInWindow: 4 });
    limit.refused({ bookedAtMs: 0, servedInWindow: 9 });
    expect(limit.limit).toBe(4);
    limit.close();
  });

  it('comes back step by step, faster with each step that is not refused', async () => {
    const clock = new ManualClock();
    const limit = aLimit(clock);
    limit.refused({ bookedAtMs: 0, servedInWindow: 6 });
    const raisedAfterWindows: number[] = [];
    for (let windows = 0; windows < 30; windows += 0.25) {
      const before = limit.limit;
      await clock.advance(LIMITS.windowMs / 4);
      if (limit.limit > before) raisedAfterWindows.push(windows + 0.25);
    }
    expect(raisedAfterWindows).toEqual([5, 7.5, 8.75, 9.75]);
    expect([limit.limit, limit.learned]).toEqual([10, null]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('waits longer before each step after one that was refused, an hour of windows at most', async () => {
    const clock = new ManualClock();
    const limit = aLimit(clock);
    const waits: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      limit.refused({ bookedAtMs: clock.monotonicMs(), servedInWindow: 6 });
      const fromMs = clock.monotonicMs();
      while (limit.limit === 6) await clock.advance(LIMITS.windowMs / 2);
      limit.served(clock.monotonicMs());
      waits.push((clock.monotonicMs() - fromMs) / LIMITS.windowMs);
    }
    expect(waits).toEqual([5, 10, 20, 40, 60, 60]);
    limit.close();
  });

  it('takes calls that were under way together, and refusals with nothing served between, for one', () => {
    const clock = new ManualClock();
    const limit = aLimit(clock);
    limit.refused({ bookedAtMs: 0, servedInWindow: 8 });
    const { calmWindows } = limit.learned!;
    limit.served(0);
    limit.refused({ bookedAtMs: 0, servedInWindow: 7 });
    limit.refused({ bookedAtMs: 0, servedInWindow: 6 });
    expect(limit.learned).toMatchObject({ limit: 6, calmWindows });
    limit.close();
  });

  it('is handed on, also to a holder whose clock differs', async () => {
    const clock = new ManualClock();
    const first = aLimit(clock);
    first.refused({ bookedAtMs: 0, servedInWindow: 6 });
    await clock.advance(60_000);
    const { learned } = first;
    first.close();
    const second = aLimit(clock);
    second.restore(learned!);
    expect(second.limit).toBe(6);
    expect(second.learned).toEqual(learned);
    clock.setWallClock(new Date(clock.now().getTime() - 3_600_000));
    const third = aLimit(clock);
    third.restore(learned!);
    await clock.advance(5 * LIMITS.windowMs);
    expect(third.limit).toBe(7);
    second.close();
    third.close();
  });

  it('is worth nothing beside a configured limit that is lower', () => {
    const limit = aLimit();
    limit.restore({ limit: 12, calmWindows: 5, raiseAt: new Date() });
    expect([limit.limit, limit.learned]).toEqual([10, null]);
  });

  it('tells of every change exactly, in any order of refusals, steps and hand-overs', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('refused'), served: fc.integer({ min: 0, max: 10 }) }),
      fc.record({ kind: fc.constant('served'), served: fc.constant(0) }),
      fc.record({ kind: fc.constant('wait'), served: fc.integer({ min: 0, max: 70 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const clock = new ManualClock();
        const changes: number[] = [];
        const limit = aLimit(clock, changes);
        for (const { kind, served } of steps) {
          if (kind === 'refused') limit.refused({ bookedAtMs: clock.monotonicMs(), servedInWindow: served });
          else if (kind === 'served') limit.served(clock.monotonicMs());
          else await clock.advance(served * LIMITS.windowMs);
          expect(limit.limit).toBe(10 + changes.reduce((sum, by) => sum + by, 0));
          expect(limit.limit).toBeGreaterThanOrEqual(3);
          expect(limit.limit).toBeLessThanOrEqual(10);
          expect(limit.learned === null).toBe(limit.limit === 10);
        }
        limit.close();
        expect(clock.pendingTimers).toBe(0);
      }),
      { numRuns: 100 },
    );
  });
});
