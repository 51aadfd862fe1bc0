import { type DoorEventRead } from '../operations/doors.js';

type Result = DoorEventRead['result'];
type Span = number | readonly [first: number, last: number];

/**
 * Types as two connectors in the field agree on them, row by row. What is `face_mismatch`, and that a code which is not
 * here is `other` and nothing but the first row is ever granted, is our rule.
 */
const RESULTS: Readonly<Record<Exclude<Result, 'other'>, readonly Span[]>> = {
  granted: [[196883, 196897], 197127, 198914, 198915, 200516, 263433],
  face_mismatch: [197151, 197160, 197161, [197141, 197150]],
  denied: [
    197128,
    [197132, 197140],
    [197152, 197159],
    197382,
    197383,
    197384,
    197391,
    197392,
    197633,
    197634,
    197635,
    198146,
    199429,
    200477,
    200513,
    200514,
    200515,
    [200517, 200519],
    [196898, 196903],
    261952,
    983304,
    721678,
  ],
};

const RESULT_BY_CODE: ReadonlyMap<number, Result> = new Map(
  (['granted', 'face_mismatch', 'denied'] as const).flatMap((result) =>
    RESULTS[result].flatMap(codesOf).map((code) => [code, result] as const),
  ),
);

/** Every type whose meaning is known; what else a HikCentral holds has numbers that nobody lists. */
export const KNOWN_EVENT_TYPES: readonly number[] = [...RESULT_BY_CODE.keys()];
/** The ones that let somebody through. */
export const GRANTED_EVENT_TYPES: readonly number[] = RESULTS.granted.flatMap(codesOf);
/** A face that was shown and not taken. */
export const FACE_MISMATCH_EVENT_TYPES: readonly number[] = RESULTS.face_mismatch.flatMap(codesOf);

export function resultOf(eventType: number): Result {
  return RESULT_BY_CODE.get(eventType) ?? 'other';
}

function codesOf(span: Span): number[] {
  if (typeof span === 'number') return [span];
  const [first, last] = span;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
