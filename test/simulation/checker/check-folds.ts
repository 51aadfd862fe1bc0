import { type SimulatedSite } from '../simulated-site.js';
import { type Agreed } from './agreed-book.js';
import { type Folded, foldPassages, type FoldedTerms, type FoldRules } from './fold-passages.js';
import { type SeenPassage } from './passages-seen.js';

/** Nothing is said of what ends just now. */
const MARGIN_MS = 10 * 60_000;

/** Each visit is what its passages make of it, and nothing else (I20). */
export function checkFolds(site: SimulatedSite): void {
  const { checker } = site;
  for (const agreed of checker.book.all()) {
    const { view } = agreed;
    const codes = checker.book.codesOf(view.guest.id);
    const passages = checker.passages.of(codes);
    const lie = unfoundedOf(agreed, passages) ?? differenceOf(site, agreed, passages);
    if (lie !== null) checker.violate('I20', `visit ${view.id} is ${view.status}: ${lie}`);
  }
}

/** Whatever else: who is in was let in, and who is out by an exit was let out. */
function unfoundedOf({ view, wasCheckedInByHand }: Agreed, passages: readonly SeenPassage[]): string | null {
  const { checkedInAt, checkedOutAt, closedReason } = view;
  const isSeen = (at: Date, mustExit: boolean): boolean =>
    passages.some(({ atMs, isExit }) => atMs === at.getTime() && (isExit || !mustExit));
  if (checkedInAt !== null && !wasCheckedInByHand && !isSeen(checkedInAt, false)) {
    return `no door let the guest through at ${checkedInAt.toISOString()}`;
  }
  if (closedReason === 'exit' && checkedOutAt !== null && !isSeen(checkedOutAt, true)) {
    return `no door let the guest out at ${checkedOutAt.toISOString()}`;
  }
  return null;
}

function differenceOf(site: SimulatedSite, agreed: Agreed, all: readonly SeenPassage[]): string | null {
  const { checker, time, settings } = site;
  if (!isPlain(agreed, checker.book.ofGuest(agreed.view.guest.id), settings)) return null;
  const { view } = agreed;
  const terms: FoldedTerms = {
    validFromMs: view.validFrom.getTime(),
    validToMs: view.validTo.getTime(),
    exitPolicy: view.exitPolicy,
  };
  const readBy = ({ visibleAtMs }: SeenPassage): number =>
    checker.troubles.wellBy(visibleAtMs, checker.passages.readWithinMs);
  // What was read before the visit was agreed belongs to none.
  const passages = all.filter(({ atMs }) => atMs >= terms.validFromMs - settings.earlyArrivalMs);
  if (passages.some(({ visibleAtMs }) => visibleAtMs <= view.createdAt.getTime())) return null;
  if (dependsOnArrival(terms, passages, settings, readBy)) return null;
  const folded = foldPassages(terms, passages, settings, time.nowMs);
  if (Math.abs(folded.endsAtMs - time.nowMs) < MARGIN_MS) return null;
  return compare(agreed, folded);
}

function compare({ view }: Agreed, { status, checkedInAtMs, checkedOutAtMs }: Folded): string | null {
  const { checkedInAt, checkedOutAt } = view;
  if (view.status !== status) return `its passages make it ${status}`;
  if ((checkedInAt?.getTime() ?? null) !== checkedInAtMs) return `the first passage was at ${text(checkedInAtMs)}`;
  if ((checkedOutAt?.getTime() ?? null) !== checkedOutAtMs) return `the last passage was at ${text(checkedOutAtMs)}`;
  return null;
}

/** Nobody changed it by hand, its terms are the first ones, and no passage could belong to another visit of the guest. */
function isPlain(agreed: Agreed, visits: readonly Agreed[], { earlyArrivalMs, autoCloseGraceMs }: FoldRules): boolean {
  const { view, wasCheckedInByHand } = agreed;
  if (wasCheckedInByHand || view.closedReason === 'manual' || view.closedReason === 'cancelled') return false;
  if (visits.some(({ hasMoved }) => hasMoved)) return false;
  const fromMs = view.validFrom.getTime() - earlyArrivalMs;
  const toMs = view.validTo.getTime() + autoCloseGraceMs;
  return visits.every(
    ({ view: other }) =>
      other.id === view.id ||
      other.validFrom.getTime() - earlyArrivalMs > toMs ||
      other.validTo.getTime() + autoCloseGraceMs < fromMs,
  );
}

/** Time ended the visit before a passage was known that would have kept it: then what came first stands. */
function dependsOnArrival(
  terms: FoldedTerms,
  passages: readonly SeenPassage[],
  rules: FoldRules,
  readBy: (passage: SeenPassage) => number,
): boolean {
  const inOrder = [...passages].sort((one, other) => readBy(one) - readBy(other));
  return inOrder.some((next, index) => {
    const known = passages.filter((passage) => inOrder.indexOf(passage) < index);
    const { endsAtMs } = foldPassages(terms, known, rules, Infinity);
    const isEndedByExit = known.some(({ atMs, isExit }) => isExit && atMs === endsAtMs);
    return !isEndedByExit && endsAtMs <= readBy(next);
  });
}

function text(ms: number | null): string {
  return ms === null ? 'no time' : new Date(ms).toISOString();
}
