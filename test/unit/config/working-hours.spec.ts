import { workingHours } from '../../../src/config/working-hours.js';

describe('WORKING_HOURS', () => {
  it.each([
    ['Mon-Fri 08:00-20:00', [{ days: [0, 1, 2, 3, 4], fromMinute: 480, toMinute: 1_200 }]],
    ['sat 10:00-16:30', [{ days: [5], fromMinute: 600, toMinute: 990 }]],
    [
      'Mon 00:00-24:00, Fri-Mon 22:00-06:00',
      [
        { days: [0], fromMinute: 0, toMinute: 1_440 },
        { days: [4, 5, 6, 0], fromMinute: 1_320, toMinute: 360 },
      ],
    ],
  ])('reads %s', (text, value) => {
    expect(workingHours.parse(text)).toEqual({ value });
  });

  it.each([
    'always',
    'Mon-Fri',
    'Mon-Fri 8:00-20:00',
    'Mon-Fri 08:00-25:00',
    'Mon-Fri 08:60-20:00',
    'Mon-Fri 08:00-08:00',
    'Day-Fri 08:00-20:00',
    'Mon-Fri 08:00-20:00,',
    'Mon-Fri 08:00-20:00;Sat 10:00-16:00',
  ])('refuses %s', (text) => {
    expect(workingHours.parse(text)).toEqual({ fault: expect.any(String) });
  });
});
