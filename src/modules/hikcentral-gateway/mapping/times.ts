/** The last instant terminals know (seen in the field). */
const LATEST = Date.parse('2037-12-31T23:59:59Z');

const MS_PER_SECOND = 1_000;
const WITH_OFFSET = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)(Z|[+-]\d{2}:?\d{2})$/;

/**
 * `yyyy-MM-ddTHH:mm:ss+00:00`, whole seconds as documented (HikCentral OpenAPI guide).
 * @param rounding `down` so that a validity never ends late; `up` so that a window to read never ends early
 */
export function toVendorTime(instant: Date, rounding: 'down' | 'up' = 'down'): string {
  const round = rounding === 'down' ? Math.floor : Math.ceil;
  const ms = Math.min(round(instant.getTime() / MS_PER_SECOND) * MS_PER_SECOND, LATEST);
  return `${new Date(ms).toISOString().slice(0, 19)}+00:00`;
}

/** Any offset; null for a time without one, since the server's zone is not known. */
export function fromVendorTime(text: string | null): Date | null {
  const [, local, offset] = WITH_OFFSET.exec(text ?? '') ?? [];
  if (local === undefined || offset === undefined) return null;
  const withColon = offset.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  const instant = new Date(`${local}${withColon}`);
  return Number.isNaN(instant.getTime()) ? null : instant;
}
