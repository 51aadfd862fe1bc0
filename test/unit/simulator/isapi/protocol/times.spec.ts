import { parsePosixZone, parseWallTime } from '../../../../../simulator/isapi/protocol/times.js';

describe('times of a device', () => {
  it.each([
    ['CST-5:00:00', 300],
    ['CST-8:00:00', 480],
    ['EST5', -300],
    ['NST3:30', -210],
    ['UTC+0:00:00', 0],
    ['UTC-0', 0],
  ])('%s is %i minutes ahead of UTC', (zone, minutes) => {
    expect((parsePosixZone(zone) ?? Number.NaN) + 0).toBe(minutes);
  });

  it.each(['', '+05:00', 'Asia/Almaty', 'CST-15:00', 'CST-5:60', 'CET-1CEST,M3.5.0,M10.5.0/3'])(
    '%s is no zone of it',
    (zone) => {
      expect(parsePosixZone(zone)).toBeUndefined();
    },
  );

  it('has wall times to the second, on days that exist', () => {
    expect(parseWallTime('2028-02-29T23:59:59')).toBe(Date.UTC(2028, 1, 29, 23, 59, 59));
    for (const text of ['2026-02-29T00:00:00', '2026-01-01T24:00:00', '2026-01-01T00:00', '2026-01-01T00:00:00Z']) {
      expect(parseWallTime(text)).toBeUndefined();
    }
  });
});
