/**
 * Open visits with the instant at which time next does something to them; the same rule as `domain/due.ts`, and a test
 * holds the two together. The parameters are placeholders: milliseconds of the grace, and whether auto-close is on.
 */
export function dueSql(graceMs: string, isAutoCloseOn: string): string {
  return `
    SELECT id, CASE
      WHEN status = 'expected' THEN valid_to + ${graceMs}::double precision * interval '1 millisecond'
      WHEN closes_at IS NOT NULL THEN closes_at
      WHEN overstayed_at IS NULL THEN valid_to
      WHEN ${isAutoCloseOn}::boolean THEN valid_to + ${graceMs}::double precision * interval '1 millisecond'
    END AS due_at
    FROM visits WHERE status IN ('expected', 'checked_in')`;
}
