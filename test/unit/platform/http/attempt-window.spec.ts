import { AttemptWindow } from '../../../../src/platform/http/attempt-window.js';
import { ManualClock } from '../../../support/manual-clock.js';

describe('AttemptWindow', () => {
  const clock = new ManualClock();
  const window = new AttemptWindow(clock, { limit: 2, windowMs: 1_000 });

  it('admits as many as the limit in any window, for each key alone', async () => {
    window.note('a');
    await clock.advance(400);
    expect(window.waitMs('a')).toBe(0);
    window.note('a');
    expect(window.waitMs('a')).toBe(600);
    expect(window.waitMs('b')).toBe(0);
    await clock.advance(599);
    expect(window.waitMs('a')).toBe(1);
    await clock.advance(1);
    expect(window.waitMs('a')).toBe(0);
    window.note('a');
    expect(window.waitMs('a')).toBe(400);
  });

  it('does not notice a wall clock that jumps', () => {
    clock.setWallClock(new Date('2030-01-01T00:00:00Z'));
    expect(window.waitMs('a')).toBe(400);
  });

  it('keeps what was noted last, however many keys strangers think of', () => {
    for (let key = 0; key < 30_000; key += 1) window.note(`stranger ${key}`);
    window.note('stranger 29999');
    expect(window.waitMs('stranger 29999')).toBe(1_000);
    expect(window.waitMs('a')).toBe(0);
  });
});
