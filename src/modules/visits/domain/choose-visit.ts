import { type VisitState } from './fold-visit.js';
import { type VisitRules, type VisitTerms } from './visit-facts.js';

export interface Candidate {
  readonly terms: Pick<VisitTerms, 'validFrom' | 'validTo'>;
  readonly state: VisitState;
}

/**
 * The visit a passage belongs to: `validFrom − early ≤ occurredAt ≤ checkedOutAt, or validTo plus grace`; of several
 * the checked-in one, then the earliest `validTo`. "Checked in" is asked of the instant of the passage first, so that
 * a late upload finds the visit during which it happened; a visit that never took place (cancelled, no-show) takes a
 * passage only where no other visit does.
 */
export function chooseVisit<C extends Candidate>(
  candidates: readonly C[],
  occurredAt: Date,
  rules: VisitRules,
): C | null {
  const fitting = candidates.filter((candidate) => covers(candidate, occurredAt, rules));
  fitting.sort(
    (a, b) =>
      rank(a.state, occurredAt) - rank(b.state, occurredAt) ||
      a.terms.validTo.getTime() - b.terms.validTo.getTime() ||
      a.terms.validFrom.getTime() - b.terms.validFrom.getTime(),
  );
  return fitting[0] ?? null;
}

function covers({ terms, state }: Candidate, occurredAt: Date, rules: VisitRules): boolean {
  const at = occurredAt.getTime();
  if (at < terms.validFrom.getTime() - rules.earlyArrivalMs) return false;
  if (state.checkedOutAt !== null) return at <= state.checkedOutAt.getTime();
  // Without auto-close a checked-in visit lasts until somebody ends it, and its exit must still find it.
  if (state.status === 'checked_in' && !rules.isAutoCloseOn) return true;
  return at <= terms.validTo.getTime() + rules.autoCloseGraceMs;
}

function rank(state: VisitState, occurredAt: Date): number {
  const at = occurredAt.getTime();
  const wasIn =
    state.checkedInAt !== null &&
    state.checkedInAt.getTime() <= at &&
    (state.checkedOutAt === null || at <= state.checkedOutAt.getTime());
  if (wasIn) return 0;
  if (state.status === 'checked_in') return 1;
  return state.status === 'cancelled' || state.status === 'no_show' ? 3 : 2;
}
