import { type ClosedReason, type EndedStatus } from '../../../contracts/events/visits.events.js';
import { type VisitState } from './fold-visit.js';
import { type VisitRules, type VisitTerms } from './visit-facts.js';

/**
 * So long a visit that is over is kept open for passages that are not known yet: HikCentral or a terminal may be away,
 * and a final state is never taken back. Access has ended meanwhile. As long as somebody closed without an exit seen is
 * looked for.
 */
export const LONGEST_WAIT_MS = 24 * 3_600_000;
/**
 * The same for somebody outside who may have come back: access ends with this close, so it does not wait for terminals
 * that are away. Passages are read at least once in five minutes.
 */
export const LONGEST_WAIT_FOR_RETURN_MS = 6 * 60_000;

/** What time alone will do to an open visit, and when. */
export type Due =
  | { readonly at: Date; readonly action: 'mark_overstaying' }
  | {
      readonly at: Date;
      readonly action: 'close';
      readonly status: EndedStatus;
      readonly closedReason: ClosedReason;
      readonly endedAt: Date;
      /** From `at`: for passages up to `at` to be known. */
      readonly longestWaitMs: number;
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
  const atGraceEnd = { at: graceEnd, action: 'close', endedAt: graceEnd, longestWaitMs: LONGEST_WAIT_MS } as const;
  if (state.status === 'expected') return { ...atGraceEnd, status: 'no_show', closedReason: 'no_show' };
  if (state.status !== 'checked_in') return null;
  if (state.closesAt !== null && state.outsideSince !== null) {
    return {
      at: state.closesAt,
      action: 'close',
      status: 'checked_out',
      closedReason: 'exit',
      endedAt: state.outsideSince,
      longestWaitMs: LONGEST_WAIT_FOR_RETURN_MS,
    };
  }
  if (!isMarkedOverstaying) return { at: terms.validTo, action: 'mark_overstaying' };
  if (!rules.isAutoCloseOn) return null;
  return { ...atGraceEnd, status: 'checked_out', closedReason: 'expired' };
}

/** When time is asked what it does. */
export interface SweepInstant {
  readonly now: Date;
  /** Every passage before it is known. */
  readonly knownTo: Date;
}

/** Whether it is to be done now: a close waits for the passages before it, but not for ever. */
export function isDue(due: Due, { now, knownTo }: SweepInstant): boolean {
  if (due.at.getTime() > now.getTime()) return false;
  if (due.action === 'mark_overstaying' || isConfirmed(due, knownTo)) return true;
  return due.at.getTime() + due.longestWaitMs <= now.getTime();
}

/** Whether nothing that is not known yet could say otherwise. */
export function isConfirmed({ at }: Pick<Due, 'at'>, knownTo: Date): boolean {
  return at.getTime() <= knownTo.getTime();
}
