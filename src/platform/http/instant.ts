/** RFC 3339 `date-time`: seconds and an offset are required. */
const SHAPE =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/** Outside these years PostgreSQL and JavaScript write dates in forms that others do not read. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 9998;

/**
 * @returns the instant, to the millisecond; null for anything but an RFC 3339 date-time with an offset, on a day that
 * the calendar has, in the years 1900 to 9998.
 */
export function parseInstant(text: string): Date | null {
  const match = SHAPE.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (year < FIRST_YEAR || year > LAST_YEAR || hour > 23 || minute > 59 || second > 59) return null;
  const wallClockMs = Date.UTC(year, month - 1, day, hour, minute, second);
  // Date.UTC rolls 30 February over into March: a day that comes back different does not exist.
  const wallClock = new Date(wallClockMs);
  if (wallClock.getUTCMonth() !== month - 1 || wallClock.getUTCDate() !== day) return null;
  const fractionMs = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  return new Date(wallClockMs + fractionMs - offsetMs(match[8], match[9], match[10]));
}

function offsetMs(sign: string | undefined, hours = '0', minutes = '0'): number {
  if (sign === undefined) return 0;
  const ms = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? -ms : ms;
}
