import { type InputFault } from '../../../platform/errors/app-error.js';

export const LONGEST_VISIT_MS = 31 * 24 * 3_600_000;
/** HikCentral and the devices store no later end than 2037-12-31T23:59:59; a whole year of that is kept as margin. */
export const VALID_TO_LIMIT = new Date('2037-01-01T00:00:00.000Z');

/** What is wrong with the times of a visit; empty when nothing is. `validFrom` may be past: the guest is at the desk. */
export function timeFaults(validFrom: Date, validTo: Date, now: Date): readonly InputFault[] {
  const at = (code: string, detail: string): InputFault => ({ pointer: '/validTo', code, detail });
  if (validTo.getTime() <= validFrom.getTime()) return [at('isAfterValidFrom', 'must be after validFrom')];
  if (validTo.getTime() <= now.getTime()) return [at('isInFuture', 'must not be in the past')];
  if (validTo.getTime() - validFrom.getTime() > LONGEST_VISIT_MS) {
    return [at('isWithin31Days', 'must be at most 31 days after validFrom')];
  }
  if (validTo.getTime() >= VALID_TO_LIMIT.getTime()) return [at('isBefore2037', 'must be before 2037')];
  return [];
}
