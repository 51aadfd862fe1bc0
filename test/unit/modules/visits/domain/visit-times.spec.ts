import { timeFaults } from '../../../../../src/modules/visits/domain/visit-times.js';
import { at } from './facts.builder.js';

const DAY_MS = 24 * 3_600_000;
const NOW = at('12:00');
const codeOf = (from: Date, to: Date): string | undefined => timeFaults(from, to, NOW)[0]?.code;

describe('the times of a visit', () => {
  it('may have begun', () => {
    expect(codeOf(at('09:00'), at('12:00:01'))).toBeUndefined();
  });

  it('end after they begin, and not in the past', () => {
    expect(codeOf(at('13:00'), at('13:00'))).toBe('isAfterValidFrom');
    expect(codeOf(at('09:00'), at('12:00'))).toBe('isInFuture');
  });

  it('last 31 days at most', () => {
    expect(codeOf(NOW, new Date(NOW.getTime() + 31 * DAY_MS))).toBeUndefined();
    expect(codeOf(NOW, new Date(NOW.getTime() + 31 * DAY_MS + 1))).toBe('isWithin31Days');
  });

  it('end before 2037', () => {
    const from = new Date('2036-12-31T00:00:00Z');
    expect(codeOf(from, new Date('2036-12-31T23:59:59.999Z'))).toBeUndefined();
    expect(codeOf(from, new Date('2037-01-01T00:00:00Z'))).toBe('isBefore2037');
  });
});
