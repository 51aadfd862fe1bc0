import { type DoorEventRead } from '../../operations/doors.js';

export type PassageResult = DoorEventRead['result'];

/** What happened at a door, among what happens to a device (access control guide). */
export const ACCESS_MAJOR = 5;

/**
 * Card, card and password, fingerprint, face, number and face, number and password, as codebases in the field agree
 * on them. Nothing else is ever granted: of 57–68, which mix successes and failures, nobody knows which is which.
 */
export const GRANTED_MINORS: readonly number[] = [1, 2, 38, 75, 77, 101];
const MISMATCH_MINORS: readonly number[] = [76, 80];
const DENIED_MINORS: readonly number[] = [3, 6, 7, 8, 9, 10, 39, 78, 79, 113];
export const REFUSED_MINORS: readonly number[] = [...MISMATCH_MINORS, ...DENIED_MINORS];

const RESULTS: ReadonlyMap<number, PassageResult> = new Map([
  ...GRANTED_MINORS.map((minor) => [minor, 'granted'] as const),
  ...MISMATCH_MINORS.map((minor) => [minor, 'face_mismatch'] as const),
  ...DENIED_MINORS.map((minor) => [minor, 'denied'] as const),
]);

export function passageResult(major: number, minor: number): PassageResult {
  return (major === ACCESS_MAJOR ? RESULTS.get(minor) : undefined) ?? 'other';
}
