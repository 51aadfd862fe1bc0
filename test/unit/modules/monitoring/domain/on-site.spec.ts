import { isSurelyInside } from '../../../../../src/modules/monitoring/domain/on-site.js';

const inside = { isUnconfirmed: false, lastDirection: 'entry', isCurrent: true } as const;

describe('whether a guest is surely inside', () => {
  it.each([
    ['seen going in', inside, true],
    ['checked in at the desk, seen nowhere', { ...inside, lastDirection: undefined }, true],
    ['seen at a door of which the direction is not known', { ...inside, lastDirection: null }, false],
    ['seen going out for a while', { ...inside, lastDirection: 'exit' }, false],
    ['closed without an exit seen', { ...inside, isUnconfirmed: true }, false],
    ['passages are not known up to now', { ...inside, isCurrent: false }, false],
  ] as const)('%s', (_, whereabouts, expected) => {
    expect(isSurelyInside(whereabouts)).toBe(expected);
  });
});
