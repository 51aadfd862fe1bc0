import { LONGEST_WAIT_FOR_RETURN_MS, LONGEST_WAIT_MS } from '../../../../src/modules/visits/domain/due.js';
import { type DueRules } from '../../../../src/modules/visits/persistence/visit-repository.js';
import { type VisitRow } from './rows.js';

export interface DueTimes {
  readonly at: Date;
  /** When it is done though passages are not known. */
  readonly atLast: Date;
}

/** When time next does something to an open visit; the statement of `persistence/due-visits.ts`, case by case. */
export function dueTimes(visit: VisitRow, { autoCloseGraceMs, isAutoCloseOn }: DueRules): DueTimes | null {
  const graceEnd = new Date(visit.validTo.getTime() + autoCloseGraceMs);
  if (visit.status === 'expected') return waiting(graceEnd, LONGEST_WAIT_MS);
  if (visit.closesAt !== null) return waiting(visit.closesAt, LONGEST_WAIT_FOR_RETURN_MS);
  if (visit.overstayedAt === null) return waiting(visit.validTo, 0);
  return isAutoCloseOn ? waiting(graceEnd, LONGEST_WAIT_MS) : null;
}

function waiting(at: Date, ms: number): DueTimes {
  return { at, atLast: new Date(at.getTime() + ms) };
}
