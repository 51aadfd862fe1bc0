import fc from 'fast-check';
import {
  fromDeviceTime,
  offsetAt,
  parseZone,
  toDeviceTime,
  toZonedTime,
} from '../../../../../../src/modules/hikcentral-gateway/isapi/mapping/device-zone.js';

const HOUR_MS = 3_600_000;
const at = (text: string): Date => new Date(text);
/** As Hikvision writes Helsinki. */
const HELSINKI = parseZone('EET-2:00:00DST01:00:00,M3.5.0/03:00:00,M10.5.0/04:00:00')!;

describe("a device's zone", () => {
  it('has its sign the other way round', () => {
    expect(toDeviceTime(parseZone('CST-5:00:00')!, at('2026-01-01T08:00:00Z'))).toBe('2026-01-01T13:00:00');
    expect(toDeviceTime(parseZone('EST5')!, at('2026-01-01T08:00:00Z'))).toBe('2026-01-01T03:00:00');
    expect(toZonedTime(parseZone('NST+3:30:00')!, at('2026-01-01T00:00:00Z'))).toBe('2025-12-31T20:30:00-03:30');
  });

  it.each([
    '',
    'Europe/Helsinki',
    'CST',
    'CST-25:00:00',
    'CST-5:00:00DST',
    'CST-5DST01,M13.1.0,M1.1.0',
    'CST-5DST,M3.6.0,M10.5.0',
  ])('is not understood as %p', (text) => {
    expect(parseZone(text)).toBeNull();
  });

  it('changes with summer as the tables of the time zone say, both ways of writing it', () => {
    const posix = parseZone('EET-2EEST-3,M3.5.0/3,M10.5.0/4')!;
    const helsinki = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/Helsinki',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    fc.assert(
      fc.property(
        fc.date({ min: at('2020-01-01T00:00:00Z'), max: at('2037-12-30T00:00:00Z'), noInvalidDate: true }),
        (date) => {
          const offsetMs = offsetAt(HELSINKI, date);
          const wall = new Date(date.getTime() + offsetMs).toISOString().slice(0, 19).replace('T', ' ');
          expect(wall).toBe(helsinki.format(date));
          expect(offsetAt(posix, date)).toBe(offsetMs);
        },
      ),
    );
  });

  it('is summer over the new year in the south', () => {
    const sydney = parseZone('AEST-10AEDT,M10.1.0,M4.1.0/3')!;
    expect(offsetAt(sydney, at('2026-01-01T00:00:00Z'))).toBe(11 * HOUR_MS);
    expect(offsetAt(sydney, at('2026-07-01T00:00:00Z'))).toBe(10 * HOUR_MS);
  });

  it('never ends a validity late where the clock repeats an hour', () => {
    // 04:00 becomes 03:00 on 25 October: 03:30 is told twice.
    expect(toDeviceTime(HELSINKI, at('2026-10-25T00:30:00Z'))).toBe('2026-10-25T03:00:00');
    expect(toDeviceTime(HELSINKI, at('2026-10-25T01:30:00Z'))).toBe('2026-10-25T03:00:00');
    expect(toDeviceTime(HELSINKI, at('2026-10-24T23:30:00Z'))).toBe('2026-10-25T02:30:00');
    expect(toDeviceTime(HELSINKI, at('2026-10-25T02:00:00Z'))).toBe('2026-10-25T04:00:00');
  });

  it('is read back never later than it was told, and exactly outside that hour', () => {
    fc.assert(
      fc.property(
        fc.date({ min: at('2026-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z'), noInvalidDate: true }),
        (date) => {
          const back = fromDeviceTime(HELSINKI, toDeviceTime(HELSINKI, date))!.getTime();
          const told = Math.floor(date.getTime() / 1_000) * 1_000;
          const isRepeated = date >= at('2026-10-25T00:00:00Z') && date < at('2026-10-25T02:00:00Z');
          if (isRepeated) expect(back).toBeLessThanOrEqual(told);
          else expect(back).toBe(told);
        },
      ),
    );
  });

  it('knows no time after 2037', () => {
    expect(toDeviceTime(parseZone('CST-5')!, at('2040-01-01T00:00:00Z'))).toBe('2037-12-31T23:59:59');
    expect(fromDeviceTime(HELSINKI, 'soon')).toBeNull();
  });
});
