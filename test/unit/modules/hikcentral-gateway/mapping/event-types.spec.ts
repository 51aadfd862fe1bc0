import { resultOf } from '../../../../../src/modules/hikcentral-gateway/mapping/event-types.js';

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** The vendor's tables of access-control events, row by row. */
const GRANTED = [...range(196883, 196897), 197127, 198914, 198915, 200516, 263433];
const FACE_MISMATCH = [197151, 197160, 197161, ...range(197141, 197150)];
const DENIED = [
  ...[197128, 197140, 197132, 197133, 197382],
  ...range(197134, 197139),
  ...range(197152, 197159),
  ...[197383, 197384, 197391, 197392, 197633, 197634, 197635, 198146, 199429, 200477],
  ...[200513, 200514, 200515, 200517, 200518, 200519],
  ...range(196898, 196903),
  ...[261952, 983304, 721678],
];

describe('the result of a passage', () => {
  it.each(GRANTED)('%d is granted', (code) => expect(resultOf(code)).toBe('granted'));
  it.each(FACE_MISMATCH)('%d is a face mismatch', (code) => expect(resultOf(code)).toBe('face_mismatch'));
  it.each(DENIED)('%d is denied', (code) => expect(resultOf(code)).toBe('denied'));
  it.each([197107, 197162, 0, -1, 999999])('%d is something else, and never granted', (code) => {
    expect(resultOf(code)).toBe('other');
  });
});
