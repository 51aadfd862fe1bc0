import { fromVendorTime, toVendorTime } from '../../../../../src/modules/hikcentral-gateway/mapping/times.js';

describe('times as HikCentral writes them', () => {
  it('go out in whole seconds with an offset, and never end late', () => {
    expect(toVendorTime(new Date('2026-06-10T08:00:00.999Z'))).toBe('2026-06-10T08:00:00+00:00');
    expect(toVendorTime(new Date('2026-06-10T08:00:00.001Z'), 'up')).toBe('2026-06-10T08:00:01+00:00');
    expect(toVendorTime(new Date('2040-01-01T00:00:00Z'))).toBe('2037-12-31T23:59:59+00:00');
  });

  it.each([
    ['2026-01-01T09:12:03+00:00', '2026-01-01T09:12:03.000Z'],
    ['2026-01-01T14:12:03.250+05:00', '2026-01-01T09:12:03.250Z'],
    ['2026-01-01T02:42:03-0630', '2026-01-01T09:12:03.000Z'],
    ['2026-01-01T09:12:03Z', '2026-01-01T09:12:03.000Z'],
  ])('%s comes in by its own offset', (text, instant) => {
    expect(fromVendorTime(text)?.toISOString()).toBe(instant);
  });

  it.each([null, '', '2026-01-01T09:12:03', '2026-13-01T09:12:03Z', 'yesterday'])('%s is no instant', (text) => {
    expect(fromVendorTime(text)).toBeNull();
  });
});
