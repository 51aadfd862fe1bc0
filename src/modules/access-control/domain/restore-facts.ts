import { isAtDoors, withChange } from './book-step.js';
import { type AccessFacts, MAX_SHARED, NO_FACTS } from './facts.js';
import { isMade } from './unread-id.js';

/**
 * What we believed about the person is forgotten, what may still be on its way is not: the person is looked up, and
 * sent again with everything that our record holds. A level is not forgotten either, only that it was read (I11).
 */
export function restoredFacts(facts: AccessFacts, nowMs: number): AccessFacts {
  const { person } = facts;
  const levels = Object.fromEntries(
    Object.entries(facts.levels).map(([levelId, level]) => {
      const isOnlySeen = level.give === null && level.take === null;
      return [levelId, isOnlySeen ? level : { ...level, isMember: null, readAtMs: null }];
    }),
  );
  const forgotten: AccessFacts = {
    ...NO_FACTS,
    batchLimit: MAX_SHARED,
    levels,
    levelGoneAtMs: facts.levelGoneAtMs ?? null,
    person: {
      ...NO_FACTS.person,
      personId: person.personId,
      add: person.add,
      update: person.update?.outcome === 'done' ? null : person.update,
      face: person.face?.outcome === 'done' ? null : person.face,
      remove: person.remove,
      doubtUntilMs: person.doubtUntilMs,
      endsAtDoorsMs: person.endsAtDoorsMs,
      // Nobody to look for was ever made: making one finds out.
      shouldLookUp: isMade(person),
    },
    application: { ...NO_FACTS.application, limitedAtMs: facts.application.limitedAtMs },
  };
  return isAtDoors(facts) ? withChange(forgotten, nowMs, false) : forgotten;
}
