import fc from 'fast-check';
import { BusiestWindow } from '../../../../simulator/server/busiest-window.js';
import { maxInAnyWindow } from '../../../../simulator/server/rate-limit.js';

describe('BusiestWindow', () => {
  it('agrees at every arrival with counting all of them, its older end excluded', () => {
    const gaps = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 })), { maxLength: 60 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 1000 }), (row, windowMs) => {
        const window = new BusiestWindow(windowMs);
        const times: number[] = [];
        for (const gap of row) {
          times.push((times.at(-1) ?? 0) + gap);
          window.add(times.at(-1) ?? 0);
          expect(window.max()).toBe(maxInAnyWindow(times, windowMs));
        }
      }),
    );
  });

  it('stays right over many more arrivals than a window holds', () => {
    const window = new BusiestWindow(10);
    for (let atMs = 0; atMs < 20_000; atMs += 1) window.add(atMs);
    expect(window.max()).toBe(10);
  });

  it('takes a clock that was set back for one that stands still', () => {
    const window = new BusiestWindow(10);
    for (const atMs of [100, 101, 50, 51]) window.add(atMs);
    expect(window.max()).toBe(4);
  });
});
