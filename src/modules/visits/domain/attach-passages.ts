import { foldVisit, type VisitState } from './fold-visit.js';
import { comparePassages, giveOut, type GivenOut, type GuestVisit, type Standing, type Turn } from './give-out.js';
import { isFinal, type PassageFact, type VisitFact, type VisitRules } from './visit-facts.js';

export { type GuestVisit } from './give-out.js';

/** How long somebody closed without an exit seen counts as possibly inside. */
export const UNCONFIRMED_FOR_MS = 24 * 3_600_000;

export interface Attachment {
  readonly visitId: string;
  readonly passage: PassageFact;
  /** The visit had ended, so the passage reopens nothing. */
  readonly isLate: boolean;
}

/** A passage that turned out not to belong where it was. */
export interface Detachment {
  readonly visitId: string;
  readonly passage: PassageFact;
  /** null: to no visit. */
  readonly toVisitId: string | null;
  /** The passage that says so. */
  readonly cause: string;
}

export interface VisitChange {
  readonly before: VisitState;
  readonly after: VisitState;
  /** The passage that did it. */
  readonly cause: string;
}

export interface AttachedPassages {
  /** New places only. */
  readonly attachments: readonly Attachment[];
  readonly detachments: readonly Detachment[];
  /** State before and after, of visits that got a passage or lost one. */
  readonly changes: ReadonlyMap<string, VisitChange>;
  /** Closed as expired, and now the guest was seen leaving: nobody to look for any more. */
  readonly seenLeaving: readonly { readonly visitId: string; readonly at: Date }[];
}

interface Known {
  readonly visits: readonly GuestVisit[];
  readonly states: ReadonlyMap<string, VisitState>;
  /** Visits of passages that are attached, by event id. */
  readonly owners: ReadonlyMap<string, string>;
}

/**
 * Gives new passages of one guest to the guest's visits. Repetitions are dropped. What is attached already and lies after
 * the first of the new ones is given out again with them, for an earlier passage may say that it belongs elsewhere.
 *
 * Only a visit that passages alone had ended keeps what it had where it would be open again or end later: its end was
 * told and acted on. What follows is then as if that were right, and may differ from what the passages in order come to.
 */
export function attachPassages(
  visits: readonly GuestVisit[],
  passages: readonly PassageFact[],
  now: Date,
  rules: VisitRules,
): AttachedPassages {
  const owners = ownersIn(visits);
  const fresh = distinct(passages).filter(({ eventId }) => !owners.has(eventId));
  const [first] = fresh;
  if (first === undefined) return { attachments: [], detachments: [], changes: new Map(), seenLeaving: [] };
  const states = new Map(visits.map(({ visitId, terms, facts }) => [visitId, foldVisit(terms, facts, now, rules)]));
  const isLater = (fact: VisitFact): fact is PassageFact => {
    return fact.kind === 'passage' && comparePassages(fact, first) > 0;
  };
  const earlier = visits.map((visit) => ({ ...visit, facts: visit.facts.filter((fact) => !isLater(fact)) }));
  const queue = distinct([...fresh, ...visits.flatMap(({ facts }) => facts.filter(isLater))]);

  const known = { visits, states, owners };
  const held = new Map<string, string>();
  for (;;) {
    const given = giveOut(earlier, queue, held, now, rules);
    const reopened = visits.filter(({ visitId }) => isReopened(states.get(visitId), given.states.get(visitId)));
    if (reopened.length === 0) return outcomeOf(given, known, first);
    for (const { visitId, facts } of reopened) for (const { eventId } of facts) held.set(eventId, visitId);
  }
}

/** Its end may move back, never away: else what came after it and belonged to no visit would belong to this one now. */
function isReopened(before: VisitState | undefined, after: VisitState | undefined): boolean {
  const ended = before?.endedAt?.getTime() ?? Infinity;
  return (after?.endedAt?.getTime() ?? Infinity) > ended;
}

function outcomeOf({ turns, states }: GivenOut, known: Known, first: PassageFact): AttachedPassages {
  const attachments: Attachment[] = [];
  const detachments: Detachment[] = [];
  const seenLeaving: { visitId: string; at: Date }[] = [];
  const causes = new Map<string, string>();
  for (const turn of turns) {
    const { passage, visitId } = turn;
    const owner = known.owners.get(passage.eventId);
    const missed = owner === undefined ? unconfirmedAt(turn) : null;
    if (missed !== null) seenLeaving.push({ visitId: missed.visitId, at: passage.occurredAt });
    if (owner === (visitId ?? undefined)) continue;
    if (owner !== undefined) detachments.push({ visitId: owner, passage, toVisitId: visitId, cause: first.passageId });
    if (visitId === null) continue;
    attachments.push({ visitId, passage, isLate: isLate(turn, known.states.get(visitId)) });
    const hasMoved = turn.before?.status !== turn.after?.status;
    if (hasMoved || !causes.has(visitId)) causes.set(visitId, passage.passageId);
  }
  for (const { visitId } of detachments) if (!causes.has(visitId)) causes.set(visitId, first.passageId);
  const changes = [...causes].flatMap(([visitId, cause]): [string, VisitChange][] => {
    const [before, after] = [known.states.get(visitId), states.get(visitId)];
    return before && after ? [[visitId, { before, after, cause }]] : [];
  });
  return { attachments, detachments, changes: new Map(changes), seenLeaving };
}

/** Also when only the sweep has not yet written down that the guest's time outside ran out. */
function isLate({ passage, before }: Turn, known: VisitState | undefined): boolean {
  if ((known && isFinal(known.status)) || (before && isFinal(before.status))) return true;
  const closesAt = before?.closesAt ?? null;
  return closesAt !== null && passage.occurredAt.getTime() > closesAt.getTime();
}

function unconfirmedAt({ passage, standings }: Turn): Standing | null {
  if (passage.direction !== 'exit' || passage.result !== 'granted') return null;
  const at = passage.occurredAt.getTime();
  const missed = standings.filter(({ state }) => {
    if (state.closedReason !== 'expired' || state.checkedInAt === null || state.checkedOutAt === null) return false;
    return state.checkedInAt.getTime() <= at && at <= state.checkedOutAt.getTime() + UNCONFIRMED_FOR_MS;
  });
  return missed.toSorted((a, b) => b.terms.validTo.getTime() - a.terms.validTo.getTime())[0] ?? null;
}

function ownersIn(visits: readonly GuestVisit[]): ReadonlyMap<string, string> {
  return new Map(visits.flatMap(({ visitId, facts }) => facts.map(({ eventId }) => [eventId, visitId])));
}

/** In order, each once. */
function distinct(passages: readonly PassageFact[]): readonly PassageFact[] {
  const byEvent = new Map(passages.toReversed().map((passage) => [passage.eventId, passage]));
  return [...byEvent.values()].sort(comparePassages);
}
