import { workingHours } from '../../../../../../src/config/working-hours.js';
import { WorkingTime } from '../../../../../../src/modules/monitoring/incidents/domain/working-time.js';

function hours(text: string): WorkingTime {
  const parsed = workingHours.parse(text);
  if ('fault' in parsed) throw new Error(parsed.fault);
  return new WorkingTime(parsed.value, 'Europe/Helsinki');
}

describe('working time', () => {
  it('is the wall clock of the site, on both days on which it is changed', () => {
    const days = hours('Mon-Sun 08:00-20:00');
    // The Saturday before is two hours ahead of UTC, the Sunday three; in October the other way round.
    expect([days.includes(new Date('2026-03-28T06:00:00Z')), days.includes(new Date('2026-03-29T05:00:00Z'))]).toEqual([
      true,
      true,
    ]);
    expect(days.includes(new Date('2026-03-28T05:59:59Z'))).toBe(false);
    expect(days.includes(new Date('2026-10-25T05:59:59Z'))).toBe(false);
    expect(days.includes(new Date('2026-10-25T06:00:00Z'))).toBe(true);
  });

  it('ends with its last minute, and not on days that are not named', () => {
    const days = hours('Mon-Fri 08:00-20:00,Sat 10:00-16:00');
    expect(days.includes(new Date('2026-06-12T16:59:59Z'))).toBe(true);
    expect(days.includes(new Date('2026-06-12T17:00:00Z'))).toBe(false);
    expect(days.includes(new Date('2026-06-13T06:00:00Z'))).toBe(false);
    expect(days.includes(new Date('2026-06-13T07:00:00Z'))).toBe(true);
    expect(days.includes(new Date('2026-06-14T09:00:00Z'))).toBe(false);
  });

  it('goes over midnight, and belongs to the day on which it began', () => {
    const nights = hours('Fri 22:00-06:00');
    expect(nights.includes(new Date('2026-06-12T19:00:00Z'))).toBe(true);
    expect(nights.includes(new Date('2026-06-13T02:59:00Z'))).toBe(true);
    expect(nights.includes(new Date('2026-06-13T03:00:00Z'))).toBe(false);
    expect(nights.includes(new Date('2026-06-12T02:00:00Z'))).toBe(false);
  });

  it('is always when nobody set it, and knows the day at the site', () => {
    const always = new WorkingTime(null, 'Asia/Almaty');
    expect(always.includes(new Date('2026-06-14T00:00:00Z'))).toBe(true);
    expect(always.dateOf(new Date('2026-06-13T20:00:00Z'))).toBe('2026-06-14');
  });
});
