import { isApplied } from './access-standing.js';
import { withPerson } from './book-step.js';
import { compareLevel } from './compare-level.js';
import { compareFace, compareName, compareWindow } from './compare-person.js';
import { type DesiredAccess } from './desired-access.js';
import { type CompareOptions, type Comparison, found, type Sighting } from './drift-sighting.js';
import { type AccessFacts, type PersonFacts, settledAtMs } from './facts.js';
import { factsOfListed } from './meet-person.js';
import { withoutPerson } from './settle-step.js';
import { withTrouble } from './trouble.js';
import { isIdUnread, withIdRead } from './unread-id.js';

/** Compares what was seen with our record. Whatever is on its way is left to the reconciler, which looks for itself. */
export function compareWithRecord(
  desired: DesiredAccess,
  facts: AccessFacts,
  sighting: Sighting,
  options: CompareOptions,
): Comparison {
  const same: Comparison = { facts, differences: [] };
  switch (sighting.kind) {
    case 'membership':
      return facts.person.personId === null ? same : compareLevel(desired, same, sighting);
    case 'not-listed':
      return isQuiet(facts.person, sighting.readAtMs) ? compareAbsent(desired, same) : same;
    case 'listed':
      return isQuiet(facts.person, sighting.readAtMs) ? compareListed(desired, same, sighting, options) : same;
  }
}

function compareListed(
  desired: DesiredAccess,
  same: Comparison,
  { person, readAtMs }: Sighting & { kind: 'listed' },
  options: CompareOptions,
): Comparison {
  const { facts } = same;
  if (!person.isOurs) return compareForeign(desired, same, readAtMs);
  if (isIdUnread(facts.person)) {
    const read: Comparison = { ...same, facts: withIdRead(facts, person.personId, readAtMs) };
    return compareListed(desired, read, { kind: 'listed', person, readAtMs }, options);
  }
  if (facts.person.personId !== person.personId) {
    const met = { ...same, facts: factsOfListed(person, readAtMs, facts) };
    const levelIds = [...(person.levelIds ?? [])].sort();
    if (desired.person === null) return found(met, 'ghost', { levelIds });
    // The one we made is missing; one of whom we knew nothing yet is what we would have made.
    return facts.person.personId === null ? met : found(met, 'hole', { levelIds });
  }
  const levelIds = person.levelIds === null ? [] : [...new Set([...person.levelIds, ...Object.keys(facts.levels)])];
  const afterLevels = levelIds
    .sort()
    .reduce(
      (so, levelId) =>
        compareLevel(desired, so, { levelId, isMember: person.levelIds?.has(levelId) === true, readAtMs }),
      same,
    );
  const afterWindow = compareWindow(desired, afterLevels, person);
  return compareName(desired, compareFace(desired, afterWindow, person, options), person, options);
}

/** A code of ours in another organisation: somebody moved or made it. Nobody else's person is changed, so a person decides. */
function compareForeign(desired: DesiredAccess, so: Comparison, nowMs: number): Comparison {
  if (desired.person === null) return so;
  const { trouble } = so.facts;
  const isSaid = trouble?.isFinal === true && trouble.code === 'DUPLICATE_PERSON';
  const facts = isSaid
    ? so.facts
    : withTrouble(so.facts, { kind: 'add-person' }, 'DUPLICATE_PERSON', { nowMs, fraction: 0 }, 'final');
  return found({ ...so, facts }, 'duplicate', { differs: ['organisation'], isMended: false });
}

function compareAbsent(desired: DesiredAccess, so: Comparison): Comparison {
  const { facts } = so;
  if (facts.person.personId === null) return so;
  const isAtStake = desired.person !== null || Object.keys(facts.levels).length > 0 || !isApplied(facts);
  // A list can be short. What we know of somebody who holds, or should hold, something ends with a look at the person.
  const gone = isAtStake ? withPerson(facts, { shouldLookUp: true }) : withoutPerson(facts);
  return desired.person === null ? { ...so, facts: gone } : found({ ...so, facts: gone }, 'hole');
}

/** Nothing about this person is on its way, and nothing is known from a later reading. */
function isQuiet(
  { add, remove, update, face, doubtUntilMs, shouldLookUp, seenAtMs }: PersonFacts,
  readAtMs: number,
): boolean {
  if (remove !== null || shouldLookUp) return false;
  // Said to be made counts as settled: the list shows the id.
  const isSettled = [add, update, face].every(
    (mark) => mark === null || (mark.outcome === 'done' && settledAtMs(mark) <= readAtMs),
  );
  return isSettled && (doubtUntilMs ?? 0) <= readAtMs && (seenAtMs ?? 0) <= readAtMs;
}
