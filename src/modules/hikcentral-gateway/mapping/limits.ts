/**
 * Limits of a request, checked before it costs a call: whoever exceeds one made a mistake of ours. No message holds the
 * value, which may be personal.
 */

/** `' / \ : * ? " < > |` are refused in names (HikCentral OpenAPI guide). */
const FORBIDDEN_IN_NAMES = /['/\\:*?"<>|]/u;
/** Documented ids have at most 64 characters; wider, since ids are opaque (our rule). */
const MAX_ID_LENGTH = 256;

/** @throws RangeError unless it is a whole number from `min` to `max` */
export function assertRange(what: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new RangeError(`${what} must be a whole number from ${min} to ${max}, not ${value}`);
}

/** @throws RangeError unless it has `min` to `max` characters */
export function assertLength(what: string, text: string, min: number, max: number): void {
  if (text.length >= min && text.length <= max) return;
  throw new RangeError(`${what} must have ${min} to ${max} characters, not ${text.length}`);
}

/** @throws RangeError unless it has 1 to `max` characters, none of them forbidden in names */
export function assertName(what: string, name: string, max: number): void {
  assertLength(what, name, 1, max);
  if (FORBIDDEN_IN_NAMES.test(name)) throw new RangeError(`${what} has a character that HikCentral refuses in names`);
}

/** An id as HikCentral gave it. @throws RangeError when it is empty or absurdly long */
export function toId(what: string, id: string): string {
  assertLength(what, id, 1, MAX_ID_LENGTH);
  return id;
}

/** @throws RangeError when their number is outside `min` to `max`, or one of them is no id */
export function toIds(what: string, ids: readonly string[], min: number, max: number): readonly string[] {
  assertRange(`number of ${what}s`, ids.length, min, max);
  return ids.map((id) => toId(what, id));
}

/** Several ids in one text. @throws RangeError as `toIds`, and for one with a comma, which would be two */
export function toCommaList(what: string, ids: readonly string[], min: number, max: number): string {
  if (ids.some((id) => id.includes(','))) throw new RangeError(`a ${what} with a comma would be read as two`);
  return toIds(what, ids, min, max).join(',');
}

/** Absent stays absent; present must be 1 to `max` characters. @throws RangeError */
export function optionalText(what: string, text: string | null | undefined, max: number): string | undefined {
  if (text === null || text === undefined) return undefined;
  assertLength(what, text, 1, max);
  return text;
}
