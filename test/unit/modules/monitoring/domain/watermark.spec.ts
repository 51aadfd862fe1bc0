import {
  commonWatermark,
  CURRENT_WITHIN_MS,
  isCurrent,
} from '../../../../../src/modules/monitoring/domain/watermark.js';

const at = (minute: number): Date => new Date(Date.UTC(2026, 5, 10, 8, minute));
const server = (completeTo: Date | null) => ({ serverId: 'any', completeTo });

describe('watermark of all servers', () => {
  it.each([
    ['is that of the one furthest behind', [at(5), at(3), at(9)], at(3)],
    ['is unknown while one server was never read', [at(5), null], null],
    ['is unknown while the first was never read', [null, at(5)], null],
    ['is unknown without a server', [], null],
  ])('%s', (_, instants, expected) => {
    expect(commonWatermark(instants.map(server))).toEqual(expected);
  });

  it('is current as long as a poll in five minutes explains its age', () => {
    const now = at(30);
    expect(isCurrent(new Date(now.getTime() - CURRENT_WITHIN_MS), now)).toBe(true);
    expect(isCurrent(new Date(now.getTime() - CURRENT_WITHIN_MS - 1), now)).toBe(false);
    expect(isCurrent(null, now)).toBe(false);
  });
});
