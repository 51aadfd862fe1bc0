import fc from 'fast-check';
import {
  ALL_TYPES,
  areTypesApart,
  completenessOf,
  type EventTypes,
  nextInTurn,
  type ReadingPositions,
  startOf,
} from '../../../../../src/modules/monitoring/domain/reading-streams.js';

const TYPES: EventTypes = { always: [1, 2], known: [1, 2, 3, 4, 5], granted: new Set([1, 3]) };
const at = (minute: number): Date => new Date(Date.UTC(2026, 5, 10, 8, minute));
const position = (minute: number) => ({ resumeFrom: at(minute - 1), completeTo: at(minute) });
const read = (minutes: Readonly<Record<number, number>>): ReadingPositions =>
  new Map(Object.entries(minutes).map(([eventType, minute]) => [Number(eventType), position(minute)]));

describe('where reading goes on', () => {
  it.each([
    ['a type that was never read', {}, 3, null],
    ['a type on its own', { 3: 5 }, 3, 5],
    ['a type behind what was read together', { [ALL_TYPES]: 9, 3: 5 }, 3, 9],
    ['a type ahead of what was read together', { [ALL_TYPES]: 4, 3: 5 }, 3, 5],
    ['all, before anything was read', {}, ALL_TYPES, null],
    ['all, on their own', { [ALL_TYPES]: 4 }, ALL_TYPES, 4],
    ['all, while a type was never read', { [ALL_TYPES]: 4, 1: 9, 2: 9, 3: 9, 4: 9 }, ALL_TYPES, 4],
    [
      'all, once every type was read: the one furthest behind',
      { [ALL_TYPES]: 4, 1: 9, 2: 9, 3: 7, 4: 8, 5: 9 },
      ALL_TYPES,
      7,
    ],
  ])('%s', (_, minutes, eventType, expected) => {
    expect(startOf(read(minutes), eventType, TYPES.known)).toEqual(expected === null ? null : position(expected));
  });
});

describe('types in turn', () => {
  it('come all to their turn, those that let somebody through more often, and never those of each poll', () => {
    const positions = new Map(read({ 1: 0, 2: 0 }));
    const turns: number[] = [];
    for (let minute = 1; minute <= 30; minute += 1) {
      const eventType = nextInTurn(positions, TYPES, at(minute))!;
      turns.push(eventType);
      positions.set(eventType, position(minute));
    }
    expect(turns.slice(0, 3)).toEqual([3, 4, 5]);
    const timesOf = (eventType: number): number => turns.filter((turn) => turn === eventType).length;
    expect(new Set(turns)).toEqual(new Set([3, 4, 5]));
    expect(timesOf(3)).toBeGreaterThan(timesOf(4));
    expect(Math.min(timesOf(4), timesOf(5))).toBeGreaterThanOrEqual(6);
  });

  it('are none where all are read each time', () => {
    expect(nextInTurn(new Map(), { ...TYPES, known: [1, 2] }, at(0))).toBeNull();
  });
});

describe('completeness', () => {
  it.each([
    ['nothing read', {}, null, null],
    ['read together', { [ALL_TYPES]: 5 }, 5, 5],
    ['read apart, others not yet', { [ALL_TYPES]: 2, 1: 8, 2: 7 }, 7, 2],
    ['read apart, one face not yet', { 1: 8 }, null, null],
    ['read apart, in turn', { [ALL_TYPES]: 2, 1: 8, 2: 7, 3: 3, 4: 4, 5: 6 }, 7, 3],
    ['together again after that', { [ALL_TYPES]: 9, 1: 8, 2: 7, 3: 3, 4: 4, 5: 6 }, 9, 9],
  ])('%s', (_, minutes, complete, allTypes) => {
    const isApart = complete !== null && complete !== allTypes;
    expect(areTypesApart(read(minutes), TYPES)).toBe(isApart);
    const date = (minute: number | null): Date | null => (minute === null ? null : at(minute));
    expect(completenessOf(read(minutes), TYPES)).toEqual({
      completeTo: date(complete),
      allTypesCompleteTo: date(allTypes),
    });
  });

  it('never claims more than was read of a type, whatever servers became', () => {
    const minutes = fc.dictionary(fc.constantFrom('0', '1', '2', '3', '4', '5'), fc.integer({ min: 0, max: 50 }));
    fc.assert(
      fc.property(minutes, (drawn) => {
        const positions = read(drawn);
        const claimed = completenessOf(positions, TYPES).allTypesCompleteTo;
        const all = startOf(positions, ALL_TYPES, TYPES.known)?.completeTo ?? null;
        for (const bound of [claimed, all]) {
          if (bound === null) continue;
          for (const eventType of TYPES.known) {
            const readTo = Math.max(drawn[eventType] ?? -1, drawn[ALL_TYPES] ?? -1);
            expect(bound.getTime()).toBeLessThanOrEqual(at(readTo).getTime());
          }
        }
      }),
    );
  });
});
