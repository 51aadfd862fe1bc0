import { chooseVisit } from './choose-visit.js';
import { foldVisit, type VisitState } from './fold-visit.js';
import { isFinal, type PassageFact, type VisitFact, type VisitRules, type VisitTerms } from './visit-facts.js';

/** How long somebody closed without an exit seen counts as possibly inside. */
export const UNCONFIRMED_FOR_MS = 24 * 3_600_000;

export interface GuestVisit {
  readonly visitId: string;
  readonly terms: VisitTerms;
  readonly facts: readonly VisitFact[];
}

export interface Attachment {
  readonly visitId: string;
  readonly passage: PassageFact;
  /** The visit had ended, so the passage reopens nothing. */
  readonly isLate: boolean;
}

export interface AttachedPassages {
  readonly attachments: readonly Attachment[];
  /** State before and after, of visits that got a passage. */
  readonly changes: ReadonlyMap<
    string,
    { readonly before: VisitState; readonly after: VisitState; readonly cause: string }
  >;
  /** Closed as expired, and now the guest was seen leaving: nobody to look for any more. */
  readonly seenLeaving: readonly { readonly visitId: string; readonly at: Date }[];
}

interface Standing extends GuestVisit {
  state: VisitState;
  facts: VisitFact[];
}

/** Gives new passages of one guest, in the order in which they happened, to the guest's visits. Repetitions are dropped. */
export function attachPassages(
  visits: readonly GuestVisit[],
  passages: readonly PassageFact[],
  now: Date,
  rules: VisitRules,
): AttachedPassages {
  const standings = visits.map((visit): Standing => ({
    ...visit,
    facts: [...visit.facts],
    state: foldVisit(visit.terms, visit.facts, now, rules),
  }));
  const known = new Set(visits.flatMap((visit) => visit.facts.map((fact) => fact.eventId)));
  const attachments: Attachment[] = [];
  const changes = new Map<string, { before: VisitState; after: VisitState; cause: string }>();
  const seenLeaving: { visitId: string; at: Date }[] = [];

  for (const passage of inOrder(passages)) {
    if (known.has(passage.eventId)) continue;
    known.add(passage.eventId);
    const missed = unconfirmedAt(standings, passage);
    if (missed !== null && passage.direction === 'exit' && passage.result === 'granted') {
      seenLeaving.push({ visitId: missed.visitId, at: passage.occurredAt });
    }
    const visit = chooseVisit(standings, passage.occurredAt, rules);
    if (visit === null) continue;
    const before = visit.state;
    visit.facts.push(passage);
    visit.state = foldVisit(visit.terms, visit.facts, now, rules);
    attachments.push({ visitId: visit.visitId, passage, isLate: hadEnded(before, passage.occurredAt) });
    const first = changes.get(visit.visitId);
    const hasMoved = first === undefined || before.status !== visit.state.status;
    changes.set(visit.visitId, {
      before: first?.before ?? before,
      after: visit.state,
      cause: hasMoved ? passage.passageId : first.cause,
    });
  }
  return { attachments, changes, seenLeaving };
}

/** Also when only the sweep has not yet written down that the guest's time outside ran out. */
function hadEnded(state: VisitState, occurredAt: Date): boolean {
  return isFinal(state.status) || (state.closesAt !== null && occurredAt.getTime() > state.closesAt.getTime());
}

function unconfirmedAt(standings: readonly Standing[], passage: PassageFact): Standing | null {
  const at = passage.occurredAt.getTime();
  const missed = standings.filter(({ state }) => {
    if (state.closedReason !== 'expired' || state.checkedInAt === null || state.checkedOutAt === null) return false;
    return state.checkedInAt.getTime() <= at && at <= state.checkedOutAt.getTime() + UNCONFIRMED_FOR_MS;
  });
  missed.sort((a, b) => b.terms.validTo.getTime() - a.terms.validTo.getTime());
  return missed[0] ?? null;
}

function inOrder(passages: readonly PassageFact[]): readonly PassageFact[] {
  return [...passages].sort(
    (a, b) =>
      a.occurredAt.getTime() - b.occurredAt.getTime() || (a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0),
  );
}
