import { chooseVisit } from './choose-visit.js';
import { foldVisit, type VisitState } from './fold-visit.js';
import { type PassageFact, type VisitFact, type VisitRules, type VisitTerms } from './visit-facts.js';

export interface GuestVisit {
  readonly visitId: string;
  readonly terms: VisitTerms;
  readonly facts: readonly VisitFact[];
}

/** A visit while passages are given out: all its commands, and the passages up to the one whose turn it is. */
export interface Standing {
  readonly visitId: string;
  readonly terms: VisitTerms;
  readonly facts: readonly VisitFact[];
  readonly state: VisitState;
}

/** What the turn of a passage came to. */
export interface Turn {
  readonly passage: PassageFact;
  /** null: of no visit. */
  readonly visitId: string | null;
  /** Of that visit, before and after the passage. */
  readonly before: VisitState | null;
  readonly after: VisitState | null;
  /** The visits of the guest as they stood before this turn. */
  readonly standings: readonly Standing[];
}

export interface GivenOut {
  readonly turns: readonly Turn[];
  /** States once all are given. */
  readonly states: ReadonlyMap<string, VisitState>;
}

/**
 * Gives passages out one after the other, each to the visit that the passages before it point at. What lies later never
 * says where an earlier one belongs: that makes the outcome a function of the set.
 *
 * @param visits with what stays where it is
 * @param queue in order
 * @param heldBy visits that certain passages, by event id, are not taken from
 */
export function giveOut(
  visits: readonly GuestVisit[],
  queue: readonly PassageFact[],
  heldBy: ReadonlyMap<string, string>,
  now: Date,
  rules: VisitRules,
): GivenOut {
  const standingOf = ({ visitId, terms, facts }: GuestVisit): Standing => {
    return { visitId, terms, facts, state: foldVisit(terms, facts, now, rules) };
  };
  let standings = visits.map(standingOf);
  const turns: Turn[] = [];
  for (const passage of queue) {
    const holder = heldBy.get(passage.eventId);
    const chosen =
      standings.find(({ visitId }) => visitId === holder) ?? chooseVisit(standings, passage.occurredAt, rules);
    const turn = { passage, visitId: chosen?.visitId ?? null, before: chosen?.state ?? null, standings };
    const next = chosen && standingOf({ ...chosen, facts: [...chosen.facts, passage] });
    if (next) standings = standings.map((standing) => (standing === chosen ? next : standing));
    turns.push({ ...turn, after: next?.state ?? null });
  }
  return { turns, states: new Map(standings.map(({ visitId, state }) => [visitId, state])) };
}

/** The order in which things happened, as far as devices tell: `(occurredAt, eventId)`, ids by code unit. */
export function comparePassages(a: PassageFact, b: PassageFact): number {
  return (
    a.occurredAt.getTime() - b.occurredAt.getTime() || (a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0)
  );
}
