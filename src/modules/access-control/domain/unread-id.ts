import { withPerson } from './book-step.js';
import { type AccessFacts, type PersonFacts } from './facts.js';
import { isConfirmedMember } from './level-standing.js';
import { type NextStep, type PlanOptions, type Step } from './step.js';

/**
 * HikCentral said that it made the person, and no reading showed code and id together yet. The id of that answer is not
 * kept: if it were somebody else's, every change made under it would be a change of somebody else.
 */
export function isIdUnread({ personId, add }: PersonFacts): boolean {
  return personId === null && add?.outcome === 'done';
}

/** Read back, or said to be made. */
export function isMade(person: PersonFacts): boolean {
  return person.personId !== null || isIdUnread(person);
}

/** A reading showed our code with this id. */
export function withIdRead(facts: AccessFacts, personId: string, readAtMs: number): AccessFacts {
  return withPerson(facts, { personId, add: null, seenAtMs: readAtMs });
}

/** The list of members that is about to be read shows the id as well, in one call for everybody. */
export function isIdAboutToBeRead({ person, levels }: AccessFacts): boolean {
  const isAwaited = Object.values(levels).some((level) => level.give?.outcome === 'done' && !isConfirmedMember(level));
  return isIdUnread(person) && isAwaited;
}

/** What names the person by id waits for a look-up while the id is unread. */
export function withIdFirst(next: NextStep, facts: AccessFacts, options: PlanOptions): NextStep {
  if (!isIdUnread(facts.person) || !namesById(next.step, facts, options)) return next;
  // A look-up that was answered with nothing is not repeated at once.
  const dueAtMs = Math.max(next.dueAtMs, facts.application.nextRoundAtMs ?? 0);
  return { ...next, step: { kind: 'look-up-person' }, dueAtMs };
}

function namesById(step: Step, { levels }: AccessFacts, { changesLevelsByCode }: PlanOptions): boolean {
  switch (step.kind) {
    case 'look-up-person':
    case 'add-person':
    case 'read-members':
    case 'read-application':
      return false;
    // By code once: one that did nothing is done again by id, which every version knows.
    case 'give-level':
      return !changesLevelsByCode || levels[step.levelId]?.give != null;
    case 'take-level':
      return !changesLevelsByCode || levels[step.levelId]?.take != null;
    default:
      return true;
  }
}
