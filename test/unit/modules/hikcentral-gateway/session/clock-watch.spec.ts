import { ClockWatch } from '../../../../../src/modules/hikcentral-gateway/session/clock-watch.js';
import { TestLogger } from '../../../../support/test-logger.js';

const BOOKED = new Date('2026-06-10T08:00:00.600Z');
const ANSWERED = new Date('2026-06-10T08:00:05.400Z');

describe("the difference between HikCentral's clock and ours", () => {
  const observe = (watch: ClockWatch, date: string | null): number | null => {
    watch.observe(date, BOOKED, ANSWERED);
    return watch.offsetMs;
  };

  it.each([
    ['within the call', 'Wed, 10 Jun 2026 08:00:03 GMT', 0],
    ['in the second of the booking', 'Wed, 10 Jun 2026 08:00:00 GMT', 0],
    ['behind', 'Wed, 10 Jun 2026 07:59:49 GMT', -10_600],
    ['ahead', 'Wed, 10 Jun 2026 08:00:16 GMT', 10_600],
    ['unreadable', 'yesterday', null],
    ['not said', null, null],
  ])('%s', (_name, date, offsetMs) => {
    expect(observe(new ClockWatch(new TestLogger(), 'server'), date)).toBe(offsetMs);
  });

  it('is told of once when it goes beyond ten seconds, and once when it is back', () => {
    const logger = new TestLogger();
    const watch = new ClockWatch(logger, 'server');
    for (const time of ['08:00:15', '08:00:16', '08:00:17', '07:59:40', '08:00:03', '08:00:04']) {
      observe(watch, `Wed, 10 Jun 2026 ${time} GMT`);
    }
    expect(logger.lines).toMatchObject([
      { level: 'warn', event: 'hikcentral clock differs', fields: { offsetSeconds: 11 } },
      { level: 'info', event: 'hikcentral clock agrees again', fields: { offsetSeconds: 0 } },
    ]);
    expect(watch.isOff).toBe(false);
  });
});
