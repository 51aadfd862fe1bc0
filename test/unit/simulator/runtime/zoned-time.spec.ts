import fc from 'fast-check';
import { formatServerTime, parseOffsetMinutes, parseRequestTime } from '../../../../simulator/runtime/zoned-time.js';

describe('request times', () => {
  it.each([
    ['2026-01-01T08:00:00+00:00', '2026-01-01T08:00:00.000Z'],
    ['2026-01-01T08:00:00.250+05:00', '2026-01-01T03:00:00.250Z'],
    ['2026-01-01T08:00:00-03:30', '2026-01-01T11:30:00.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(parseRequestTime(text)).toBe(Date.parse(instant));
  });

  it.each([
    '2026-01-01T08:00:00',
    '2026-01-01T08:00:00Z',
    '2026-01-01 08:00:00+00:00',
    '2026-02-30T08:00:00+00:00',
    '2026-01-01T25:00:00+00:00',
    '2026-01-01',
    '',
  ])('"%s" is not one', (text) => {
    expect(parseRequestTime(text)).toBeUndefined();
  });
});

describe('answered times', () => {
  it('say the wall time of the server and its offset', () => {
    expect(formatServerTime(Date.parse('2026-01-01T20:30:15.900Z'), 300)).toBe('2026-01-02T01:30:15+05:00');
    expect(formatServerTime(Date.parse('2026-01-01T00:00:00Z'), -210)).toBe('2025-12-31T20:30:00-03:30');
  });

  it('read back to the same second in any zone', () => {
    const seconds = fc.integer({ min: 0, max: 2_145_916_800 });
    fc.assert(
      fc.property(seconds, fc.integer({ min: -14 * 60, max: 14 * 60 }), (epochSeconds, offsetMinutes) => {
        expect(parseRequestTime(formatServerTime(epochSeconds * 1000, offsetMinutes))).toBe(epochSeconds * 1000);
      }),
    );
  });

  it('refuse an offset of another form', () => {
    expect(parseOffsetMinutes('-03:30')).toBe(-210);
    expect(() => parseOffsetMinutes('Asia/Almaty')).toThrow(RangeError);
  });
});
