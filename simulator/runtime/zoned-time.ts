const REQUEST_TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d{3})?([+-])(\d{2}):(\d{2})$/;
const ZONE_OFFSET = /^([+-])(\d{2}):(\d{2})$/;

/**
 * `+05:00` → 300.
 * @throws RangeError when it is no offset of the form ±HH:MM
 */
export function parseOffsetMinutes(offset: string): number {
  const match = ZONE_OFFSET.exec(offset);
  if (match === null) throw new RangeError(`not a zone offset of the form ±HH:MM: ${offset}`);
  return toMinutes(match[1], match[2], match[3]);
}

/** The form of answers: ISO 8601 with whole seconds and the server's own offset, e.g. `2026-01-01T14:12:03+05:00`. */
export function formatServerTime(epochMs: number, offsetMinutes: number): string {
  const wall = new Date(epochMs + offsetMinutes * 60_000).toISOString().slice(0, 19);
  const minutes = Math.abs(offsetMinutes);
  const sign = offsetMinutes < 0 ? '-' : '+';
  return `${wall}${sign}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

/**
 * Reads a request's time, `yyyy-MM-ddTHH:mm:ss[.SSS]±HH:MM`. The offset is required by the vendor's guide, so a time without
 * one, or with `Z`, is not readable.
 * @returns epoch milliseconds, or `undefined` when it is badly formed or names a day that does not exist
 */
export function parseRequestTime(text: string): number | undefined {
  const match = REQUEST_TIME.exec(text);
  if (match?.[1] === undefined) return undefined;
  const wallMs = Date.parse(`${match[1]}${match[2] ?? ''}Z`);
  // Date.parse rolls 30 February over to March instead of refusing it.
  if (Number.isNaN(wallMs) || new Date(wallMs).toISOString().slice(0, 19) !== match[1]) return undefined;
  return wallMs - toMinutes(match[3], match[4], match[5]) * 60_000;
}

function toMinutes(sign = '+', hours = '00', minutes = '00'): number {
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
