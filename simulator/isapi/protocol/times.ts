const POSIX_ZONE = /^[A-Za-z]{3,}([+-]?)(\d{1,2})(?::([0-5]\d))?(?::[0-5]\d)?$/;
const WALL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/;
const MAX_OFFSET_MINUTES = 14 * 60;

/**
 * `CST-5:00:00` → 300: POSIX counts westwards, so the sign is inverted.
 * @returns minutes ahead of UTC, or undefined for a zone with daylight saving or of another form
 */
export function parsePosixZone(text: string): number | undefined {
  const match = POSIX_ZONE.exec(text);
  if (match === null) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  if (minutes > MAX_OFFSET_MINUTES) return undefined;
  return match[1] === '-' ? minutes : 0 - minutes;
}

/** `2026-01-01T08:00:00` as if it were UTC, in epoch milliseconds; undefined when it is no such time or no such day. */
export function parseWallTime(text: string): number | undefined {
  if (!WALL_TIME.test(text)) return undefined;
  const wallMs = Date.parse(`${text}Z`);
  // Date.parse rolls 30 February over to March instead of refusing it.
  return Number.isNaN(wallMs) || new Date(wallMs).toISOString().slice(0, 19) !== text ? undefined : wallMs;
}
