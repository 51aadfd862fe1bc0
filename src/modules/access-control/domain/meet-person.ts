import { withChange, withLevel } from './book-step.js';
import { type ListedPerson } from './drift-sighting.js';
import { type AccessFacts, NO_FACTS, NO_LEVEL_FACTS } from './facts.js';

/** Facts of a person who was met and is not known by this id: nothing of what we sent to another counts. */
export function factsOfListed(person: ListedPerson, readAtMs: number, before: AccessFacts = NO_FACTS): AccessFacts {
  const { personId, beginsAtMs, endsAtMs, levelIds } = person;
  const isWindowShown = beginsAtMs !== null && endsAtMs !== null;
  const met: AccessFacts = {
    ...NO_FACTS,
    trouble: before.trouble,
    takingTrouble: before.takingTrouble,
    batchLimit: before.batchLimit,
    person: {
      ...NO_FACTS.person,
      personId,
      content: isWindowShown ? { profileHash: '', beginsAtMs, endsAtMs } : null,
      isValidityRead: isWindowShown,
      seenAtMs: readAtMs,
      endsAtDoorsMs: latestOf(before.person.endsAtDoorsMs, endsAtMs),
    },
  };
  return [...(levelIds ?? [])].sort().reduce((facts, levelId) => withMember(facts, levelId, readAtMs), met);
}

/** A membership that we did not bring about. The doors are asked and read back before anything is said of them. */
export function withMember(facts: AccessFacts, levelId: string, readAtMs: number): AccessFacts {
  const held = withLevel(facts, levelId, () => ({ ...NO_LEVEL_FACTS, isMember: true, readAtMs }));
  return withChange(held, readAtMs, false);
}

export function latestOf(one: number | null, other: number | null): number | null {
  return one === null ? other : other === null ? one : Math.max(one, other);
}
