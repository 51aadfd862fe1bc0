import { type ClosedReason, type EndedStatus } from '../../../contracts/events/visits.events.js';
import { type VisitState } from './fold-visit.js';
import { type VisitRules, type VisitTerms } from './visit-facts.js';

/** What time alone will do to an open visit, and when. */
export type Due =
  | { readonly at: Date; readonly action: 'mark_overstaying' }
  | {
      readonly at: Date;
      readonly action: 'close';
      readonly status: EndedStatus;
      readonly closedReason: ClosedReason;
      readonly endedAt: Date;
    };

/**
 * The next thing that time does to this visit; null for a final one, and for a marked overstayer while
 * `VISIT_AUTO_CLOSE` is off. The statement that finds due rows (`persistence/due-visits.ts`) says the same in SQL.
 */
export function dueOf(
  state: VisitState,
  terms: Pick<VisitTerms, 'validTo'>,
  isMarkedOverstaying: boolean,
  rules: VisitRules,
): Due | null {
  const graceEnd = new Date(terms.validTo.getTime() + rules.autoCloseGraceMs);
  if (state.status === 'expected') {
    return { at: graceEnd, action: 'close', status: 'no_show', closedReason: 'no_show', endedAt: graceEnd };
  }
  if (state.status !== 'checked_in') return null;
  if (state.closesAt !== null && state.outsideSince !== null) {
    const endedAt = state.outsideSince;
    return { at: state.closesAt, action: 'close', status: 'checked_out', closedReason: 'exit', endedAt };
  }
  if (!isMarkedOverstaying) return { at: terms.validTo, action: 'mark_overstaying' };
  if (!rules.isAutoCloseOn) return null;
  return { at: graceEnd, action: 'close', status: 'checked_out', closedReason: 'expired', endedAt: graceEnd };
}
