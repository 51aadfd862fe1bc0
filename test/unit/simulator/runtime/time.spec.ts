import { ManualTime, TrackedScheduler } from '../../../../simulator/runtime/time.js';

const START = new Date('2026-06-10T12:00:00Z');

describe('ManualTime', () => {
  it('fires what is due in order, each at its own instant', () => {
    const time = new ManualTime(START);
    const fired: string[] = [];
    const note = (name: string) => () => fired.push(`${name}@${time.now().getTime() - START.getTime()}`);
    time.after(200, note('late'));
    time.after(100, () => {
      note('early')();
      time.after(50, note('nested'));
    });
    time.after(500, note('never'));
    time.advance(300);
    expect(fired).toEqual(['early@100', 'nested@150', 'late@200']);
    expect(time.now().getTime() - START.getTime()).toBe(300);
  });
});

describe('TrackedScheduler', () => {
  it('cancels what has not fired', () => {
    const time = new ManualTime(START);
    const scheduler = new TrackedScheduler(time);
    const fired: string[] = [];
    scheduler.after(1, () => fired.push('fired'));
    scheduler.after(2, () => fired.push('cancelled alone'))();
    scheduler.after(3, () => fired.push('cancelled with all'));
    time.advance(1);
    scheduler.cancelAll();
    time.advance(10);
    expect(fired).toEqual(['fired']);
  });
});
