import { ManualClock } from '../../support/manual-clock.js';

describe('manual clock', () => {
  it('fires timers at their own instants, in order, including those a timer sets', async () => {
    const clock = new ManualClock();
    const fired: [string, number][] = [];
    const mark = (name: string) => () => fired.push([name, clock.monotonicMs()]);
    clock.after(20, mark('second'));
    clock.after(10, () => {
      mark('first')();
      clock.after(5, mark('between'));
    });
    clock.after(20, mark('third'));
    clock.after(31, mark('later'));
    await clock.advance(30);
    expect(fired).toEqual([
      ['first', 10],
      ['between', 15],
      ['second', 20],
      ['third', 20],
    ]);
    expect(clock.pendingTimers).toBe(1);
  });

  it('lets a sleeper go on and sleep again within one advance', async () => {
    const clock = new ManualClock();
    const naps: number[] = [];
    const sleeper = async () => {
      for (let nap = 0; nap < 3; nap += 1) {
        await clock.sleep(100);
        naps.push(clock.monotonicMs());
      }
    };
    const done = sleeper();
    await clock.advance(300);
    await done;
    expect(naps).toEqual([100, 200, 300]);
  });

  it('keeps timers and monotonic time when the wall clock jumps', async () => {
    const clock = new ManualClock();
    let isFired = false;
    clock.after(1_000, () => (isFired = true));
    clock.setWallClock(new Date('2030-01-01T00:00:00Z'));
    expect(isFired).toBe(false);
    await clock.advance(1_000);
    expect(isFired).toBe(true);
    expect(clock.now()).toEqual(new Date('2030-01-01T00:00:01Z'));
    expect(clock.monotonicMs()).toBe(1_000);
  });

  it('forgets a cancelled timer', async () => {
    const clock = new ManualClock();
    let isFired = false;
    clock.after(10, () => (isFired = true))();
    await clock.advance(20);
    expect(isFired).toBe(false);
    expect(clock.pendingTimers).toBe(0);
  });
});
