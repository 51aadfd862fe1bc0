import { type ClosedReason } from '../../../contracts/events/visits.events.js';
import {
  type CloseFact,
  type ExitPolicy,
  type VisitFact,
  type VisitRules,
  type VisitStatus,
  type VisitTerms,
} from './visit-facts.js';

export interface VisitState {
  readonly status: VisitStatus;
  readonly checkedInAt: Date | null;
  readonly checkedInBy: 'passage' | 'hand' | null;
  readonly checkedOutAt: Date | null;
  readonly closedReason: ClosedReason | null;
  /** When a final visit ended, whichever way. */
  readonly endedAt: Date | null;
  /** Checked in and, as far as the doors told, not outside. */
  readonly isInside: boolean;
  /** Of a guest who went out and may come back: when the visit ends unless they do; null otherwise. */
  readonly closesAt: Date | null;
  /** When that guest went out. */
  readonly outsideSince: Date | null;
  readonly isOverstaying: boolean;
}

/** A fact that moves somebody: a granted passage, or a check-in by hand. */
interface Move {
  readonly at: Date;
  readonly tie: string;
  readonly isExit: boolean;
  readonly by: 'passage' | 'hand';
}

interface Walk {
  readonly checkedIn: Move | null;
  readonly outside: { readonly since: Date; readonly closesAt: Date } | null;
  readonly endedAt: Date | null;
}

/**
 * The state of a visit: a function of the *set* of its facts, so that order of arrival, repetition and the split into
 * batches cannot matter. Three rules keep it so while final states never reopen:
 *
 * 1. A close (by hand, cancellation, sweep) is decisive for status, reason and end.
 * 2. Passages alone end a visit only by an exit that no later knowledge can take back: any exit under `first_exit`, any
 *    exit from `validTo` on. An earlier exit found later may move `checkedOutAt` back, an earlier entry `checkedInAt`.
 * 3. What time alone decides (a grace that ran out, no-show, expiry) is only announced here (`closesAt`, `dueOf`); the
 *    sweep writes it down as a close. Else a return uploaded late would reopen what was said to be over.
 *
 * @param now decides `isOverstaying` and nothing else
 */
export function foldVisit(terms: VisitTerms, facts: readonly VisitFact[], now: Date, rules: VisitRules): VisitState {
  const policyAt = policyTimeline(terms, facts);
  const close = firstClose(facts);
  const moves = movesOf(facts);
  if (close !== null) return closedState(close, walk(upTo(moves, close.endedAt), terms, policyAt, rules));
  return openOrLeftState(walk(moves, terms, policyAt, rules), terms, now);
}

function openOrLeftState(seen: Walk, terms: VisitTerms, now: Date): VisitState {
  const hasEnded = seen.endedAt !== null;
  const isOpenInside = seen.checkedIn !== null && !hasEnded;
  return {
    status: hasEnded ? 'checked_out' : seen.checkedIn === null ? 'expected' : 'checked_in',
    checkedInAt: seen.checkedIn?.at ?? null,
    checkedInBy: seen.checkedIn?.by ?? null,
    checkedOutAt: seen.endedAt,
    closedReason: hasEnded ? 'exit' : null,
    endedAt: seen.endedAt,
    isInside: isOpenInside && seen.outside === null,
    closesAt: hasEnded ? null : (seen.outside?.closesAt ?? null),
    outsideSince: hasEnded ? null : (seen.outside?.since ?? null),
    isOverstaying: isOpenInside && now.getTime() >= terms.validTo.getTime(),
  };
}

function closedState(close: CloseFact, seen: Walk): VisitState {
  const wasInside = close.status === 'checked_out';
  return {
    status: close.status,
    checkedInAt: wasInside ? (seen.checkedIn?.at ?? null) : null,
    checkedInBy: wasInside ? (seen.checkedIn?.by ?? null) : null,
    checkedOutAt: wasInside ? close.endedAt : null,
    closedReason: close.closedReason,
    endedAt: close.endedAt,
    isInside: false,
    closesAt: null,
    outsideSince: null,
    isOverstaying: false,
  };
}

function walk(moves: readonly Move[], terms: VisitTerms, policyAt: (at: Date) => ExitPolicy, rules: VisitRules): Walk {
  const [first] = moves;
  if (first === undefined) return { checkedIn: null, outside: null, endedAt: null };
  const end = moves.find(
    (move) => move.isExit && (policyAt(move.at) === 'first_exit' || move.at.getTime() >= terms.validTo.getTime()),
  );
  // What lies before the end cannot move it: nor may it, or a passage that belongs now would not have belonged then.
  if (end !== undefined) return { checkedIn: first, outside: null, endedAt: end.at };

  let outside: Walk['outside'] = null;
  for (const move of moves) {
    // By then the guest's time outside had run out: the sweep is about to say so, and a return no longer counts.
    if (outside !== null && move.at.getTime() > outside.closesAt.getTime()) break;
    outside = move.isExit ? { since: move.at, closesAt: closesAt(move.at, policyAt(move.at), terms, rules) } : null;
  }
  return { checkedIn: first, outside, endedAt: null };
}

/** After `validTo` no door opens any more, so nobody is waited for longer than that. */
function closesAt(exitAt: Date, policy: ExitPolicy, terms: VisitTerms, rules: VisitRules): Date {
  if (policy === 'until_end') return terms.validTo;
  return new Date(Math.min(exitAt.getTime() + rules.reentryGraceMs, terms.validTo.getTime()));
}

/** Where the direction is not known a passage shows presence: it checks in like an entry and never checks out. */
function movesOf(facts: readonly VisitFact[]): readonly Move[] {
  const moves = new Map<string, Move>();
  for (const fact of facts) {
    if (fact.kind === 'passage' && fact.result === 'granted') {
      const isExit = fact.direction === 'exit';
      moves.set(fact.eventId, { at: fact.occurredAt, tie: fact.eventId, isExit, by: 'passage' });
    }
    if (fact.kind === 'check_in') {
      moves.set(fact.eventId, { at: fact.occurredAt, tie: fact.eventId, isExit: false, by: 'hand' });
    }
  }
  return [...moves.values()].sort((a, b) => a.at.getTime() - b.at.getTime() || compareText(a.tie, b.tie));
}

/** A device whose clock is ahead may say that the guest came after a check-out by hand: the first move stands then. */
function upTo(moves: readonly Move[], end: Date): readonly Move[] {
  const earlier = moves.filter((move) => move.at.getTime() <= end.getTime());
  return earlier.length > 0 ? earlier : moves.slice(0, 1);
}

function firstClose(facts: readonly VisitFact[]): CloseFact | null {
  const closes = facts.filter((fact): fact is CloseFact => fact.kind === 'close').sort(byTime);
  return closes[0] ?? null;
}

function policyTimeline(terms: VisitTerms, facts: readonly VisitFact[]): (at: Date) => ExitPolicy {
  const changes = facts.filter((fact) => fact.kind === 'exit_policy').sort(byTime);
  return (at) =>
    changes.findLast((change) => change.occurredAt.getTime() <= at.getTime())?.exitPolicy ?? terms.exitPolicy;
}

function byTime(a: VisitFact, b: VisitFact): number {
  return a.occurredAt.getTime() - b.occurredAt.getTime() || compareText(a.eventId, b.eventId);
}

/** By code unit: a locale would make the order depend on the machine. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
