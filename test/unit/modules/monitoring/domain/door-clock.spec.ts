import fc from 'fast-check';
import { DoorClock } from '../../../../../src/modules/monitoring/domain/door-clock.js';

const HOUR = 3_600_000;

function clockOf(offsetsMs: readonly number[]): DoorClock {
  const clock = new DoorClock();
  for (const [index, offsetMs] of offsetsMs.entries()) clock.observe(`event${index}`, offsetMs);
  return clock;
}

describe('the clock of a door', () => {
  it.each([
    ['too few events', [0, 0, 0, 0], null],
    ['events that take a second or two', [0, -1_000, -2_000, 0, -1_000], -1_000],
    ['a minute ahead', [60_000, 59_000, 58_000, 60_000, 59_000], 59_000],
    ['one event that came late', [0, -1_000, -5 * HOUR, 0, -1_000, 0], -1_000],
    ['what was kept over an outage', [-5 * HOUR, -4 * HOUR, -3 * HOUR, -2 * HOUR, -HOUR, 0], null],
    ['a clock that was set right since', [...Array<number>(15).fill(90_000), ...Array<number>(12).fill(0)], 0],
  ])('%s', (_, offsetsMs, expected) => {
    expect(clockOf(offsetsMs).offsetMs()).toBe(expected);
  });

  it('counts an event once however often it is read', () => {
    const clock = new DoorClock();
    for (let index = 0; index < 10; index += 1) clock.observe('same', 60_000);
    expect(clock.offsetMs()).toBeNull();
  });

  it('is told to a few seconds, whatever a quarter of its events say', () => {
    const honest = fc.array(fc.integer({ min: -2_000, max: 0 }), { minLength: 12, maxLength: 12 });
    const wild = fc.array(fc.integer({ min: -100 * HOUR, max: 100 * HOUR }), { maxLength: 3 });
    fc.assert(
      fc.property(honest, wild, fc.integer({ min: -HOUR, max: HOUR }), (events, others, offsetMs) => {
        const told = clockOf([...others, ...events.map((latency) => latency + offsetMs)]).offsetMs();
        expect(told).not.toBeNull();
        expect(Math.abs(told! - offsetMs)).toBeLessThanOrEqual(2_000);
      }),
    );
  });
});
