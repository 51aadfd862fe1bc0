import { type DueRules } from '../../../../src/modules/visits/persistence/visit-repository.js';
import { type VisitRow } from './rows.js';

/** When time next does something to an open visit; the statement of `persistence/due-visits.ts`, case by case. */
export function dueAt(visit: VisitRow, { autoCloseGraceMs, isAutoCloseOn }: DueRules): Date | null {
  const graceEnd = new Date(visit.validTo.getTime() + autoCloseGraceMs);
  if (visit.status === 'expected') return graceEnd;
  if (visit.closesAt !== null) return visit.closesAt;
  if (visit.overstayedAt === null) return visit.validTo;
  return isAutoCloseOn ? graceEnd : null;
}
