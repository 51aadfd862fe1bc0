import {
  AWAITED_FOR_MS,
  doorCompleteTo,
  isAwaited,
  isClockOff,
} from '../../../../../src/modules/monitoring/domain/door-watch.js';

const at = (minute: number): Date => new Date(Date.UTC(2026, 5, 10, 8, minute));
const door = (isOnline: boolean | null, onlineAt: Date | null) => {
  return { serverId: 'any', doorId: '1', name: 'Gate', isOnline, onlineAt, isWayOut: true, clockOffsetMs: null };
};

describe('a door', () => {
  it.each([
    ['as far as its server while it is online', at(5), door(true, at(1)), at(5)],
    ['as far as its server while nobody said that it is not', at(5), door(null, null), at(5)],
    ['no further than it was online', at(5), door(false, at(1)), at(1)],
    ['no further than its server', at(5), door(false, at(9)), at(5)],
    ['not at all while it was never online', at(5), door(false, null), null],
    ['not at all before anything was read', null, door(true, at(1)), null],
  ])('is complete %s', (_, server, watched, expected) => {
    expect(doorCompleteTo(server, watched)).toEqual(expected);
  });

  it.each([
    ['that is online', door(true, at(0)), true],
    ['of which nobody said that it is not', door(null, null), true],
    ['that went offline three days ago', door(false, new Date(at(0).getTime() - AWAITED_FOR_MS)), true],
    ['that went offline before', door(false, new Date(at(0).getTime() - AWAITED_FOR_MS - 1)), false],
    ['that was never online', door(false, null), false],
  ])('%s is awaited: %s', (_, watched, expected) => {
    expect(isAwaited(watched, at(0))).toBe(expected);
  });

  it.each([
    [null, false],
    [10_000, false],
    [10_001, true],
    [-10_001, true],
  ])('whose clock is %s ms ahead is off: %s', (offsetMs, expected) => {
    expect(isClockOff(offsetMs)).toBe(expected);
  });
});
