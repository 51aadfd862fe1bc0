import { LONGEST_WAIT_FOR_RETURN_MS, LONGEST_WAIT_MS } from '../domain/due.js';

const wait = (ms: number): string => `interval '${ms} milliseconds'`;

/**
 * Open visits with the instant at which time next does something to them, and that at which it is done whether passages
 * are known or not; the same rule as `domain/due.ts`, and a test holds the two together. The parameters are placeholders:
 * milliseconds of the grace, and whether auto-close is on.
 */
export function dueSql(graceMs: string, isAutoCloseOn: string): string {
  const graceEnd = `valid_to + ${graceMs}::double precision * interval '1 millisecond'`;
  return `
    SELECT id, due_at, due_at + longest_wait AS due_at_last FROM (
      SELECT id, CASE
        WHEN status = 'expected' THEN ${graceEnd}
        WHEN closes_at IS NOT NULL THEN closes_at
        WHEN overstayed_at IS NULL THEN valid_to
        WHEN ${isAutoCloseOn}::boolean THEN ${graceEnd}
      END AS due_at, CASE
        WHEN status = 'expected' THEN ${wait(LONGEST_WAIT_MS)}
        WHEN closes_at IS NOT NULL THEN ${wait(LONGEST_WAIT_FOR_RETURN_MS)}
        WHEN overstayed_at IS NULL THEN ${wait(0)}
        ELSE ${wait(LONGEST_WAIT_MS)}
      END AS longest_wait
      FROM visits WHERE status IN ('expected', 'checked_in')) AS every`;
}
