import { WakeLoop } from '../../../../src/platform/work/wake-loop.js';
import { ManualClock } from '../../../support/manual-clock.js';

const SWEEP_MS = 30_000;

describe('wake loop', () => {
  let clock: ManualClock;
  let loop: WakeLoop;
  /** Instants of the passes, in milliseconds from the start. */
  let passes: number[];
  let failures: unknown[];
  let answer: () => Promise<Date | 'now' | null>;

  beforeEach(() => {
    clock = new ManualClock();
    passes = [];
    failures = [];
    answer = () => Promise.resolve(null);
    loop = new WakeLoop({
      name: 'test',
      clock,
      maxSleepMs: SWEEP_MS,
      failurePauseMs: 1_000,
      pass: () => {
        passes.push(clock.monotonicMs());
        return answer();
      },
      onFailure: (error) => failures.push(error),
    });
  });

  afterEach(async () => {
    await loop.stop();
    expect(clock.pendingTimers).toBe(0);
  });

  const inMs = (delayMs: number) => new Date(clock.now().getTime() + delayMs);

  it('looks at once when it starts, then once in each sweep', async () => {
    loop.start();
    await clock.advance(2 * SWEEP_MS);
    expect(passes).toEqual([0, SWEEP_MS, 2 * SWEEP_MS]);
  });

  it('wakes at the earliest instant its pass read, and never sleeps longer than the sweep', async () => {
    const due = [inMs(700), inMs(10 * SWEEP_MS)];
    answer = () => Promise.resolve(due.shift() ?? null);
    loop.start();
    await clock.advance(700 + SWEEP_MS);
    expect(passes).toEqual([0, 700, 700 + SWEEP_MS]);
  });

  it('goes on at once when there is more, or when the instant has passed', async () => {
    const answers: (Date | 'now')[] = ['now', inMs(-5_000)];
    answer = () => Promise.resolve(answers.shift() ?? null);
    loop.start();
    await clock.advance(1);
    expect(passes).toEqual([0, 0, 0]);
  });

  it('wakes when it is rung', async () => {
    loop.start();
    await clock.advance(400);
    loop.ring();
    await clock.advance(0);
    expect(passes).toEqual([0, 400]);
  });

  it('keeps a ring that comes while it works, and turns many into one', async () => {
    loop.start();
    await clock.advance(1);
    answer = () => clock.sleep(100).then(() => null);
    loop.ring();
    await clock.advance(50);
    loop.ring();
    loop.ring();
    await clock.advance(500);
    expect(passes).toEqual([0, 1, 101]);
  });

  it('lives on after a failed pass, not faster than its pause', async () => {
    answer = () => Promise.reject(new Error('database away'));
    loop.start();
    await clock.advance(2_500);
    expect(passes).toEqual([0, 1_000, 2_000]);
    expect(failures).toHaveLength(3);
  });

  it('lets the pass that runs end before it is stopped, tells it to hurry, and runs none after', async () => {
    loop.start();
    await clock.advance(1);
    let hasEnded = false;
    answer = () =>
      clock.sleep(100).then(() => {
        hasEnded = true;
        return 'now' as const;
      });
    loop.ring();
    await clock.advance(10);
    const stopping = loop.stop().then(() => hasEnded);
    await clock.advance(100);
    expect(await stopping).toBe(true);
    loop.ring();
    await clock.advance(SWEEP_MS);
    expect(passes).toEqual([0, 1]);
  });

  it('is one loop however often it is started', async () => {
    loop.start();
    loop.start();
    await clock.advance(SWEEP_MS);
    expect(passes).toEqual([0, SWEEP_MS]);
  });
});
