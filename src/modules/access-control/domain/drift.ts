import { isApplied } from './access-standing.js';
import { withChange, withLevel, withPerson } from './book-step.js';
import { type DesiredAccess } from './desired-access.js';
import { type Difference, type FindingKind } from './drift-findings.js';
import { type AccessFacts, NO_FACTS, NO_LEVEL_FACTS, type PersonFacts, settledAtMs } from './facts.js';
import { isConfirmedMember, mayHold } from './level-standing.js';
import { settleMembership } from './settle-reading.js';
import { withoutPerson } from './settle-step.js';
import { withTrouble } from './trouble.js';
import { isIdUnread, withIdRead } from './unread-id.js';

/** A person as a list shows it. */
export interface ListedPerson {
  readonly personId: string;
  /** In the organisation of our persons. */
  readonly isOurs: boolean;
  /** Unix milliseconds; null when the list does not say. */
  readonly beginsAtMs: number | null;
  readonly endsAtMs: number | null;
  /** null when this server's lists do not tell. */
  readonly hasFace: boolean | null;
  /** null when the list does not say. */
  readonly levelIds: ReadonlySet<string> | null;
  /** null when we do not know what name was sent. */
  readonly hasSentName: boolean | null;
}

/** What one reading showed of one cardholder. `readAtMs`: when it began. */
export type Sighting =
  | { readonly kind: 'listed'; readonly readAtMs: number; readonly person: ListedPerson }
  /** The whole list was read, without this person. */
  | { readonly kind: 'not-listed'; readonly readAtMs: number }
  | { readonly kind: 'membership'; readonly readAtMs: number; readonly levelId: string; readonly isMember: boolean };

export interface CompareOptions {
  /** What was mended so recently that mending it again would go round in circles. */
  readonly mendedLately: ReadonlySet<FindingKind>;
}

export interface Comparison {
  /** What was read back, added to what we knew; the same object when nothing differs. The plan does the rest. */
  readonly facts: AccessFacts;
  readonly differences: readonly Difference[];
}

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
      endsAtDoorsMs: latest(before.person.endsAtDoorsMs, endsAtMs),
    },
  };
  return [...(levelIds ?? [])].sort().reduce((facts, levelId) => withMember(facts, levelId, readAtMs), met);
}

/** A membership that we did not bring about. The doors are asked and read back before anything is said of them. */
export function withMember(facts: AccessFacts, levelId: string, readAtMs: number): AccessFacts {
  const held = withLevel(facts, levelId, () => ({ ...NO_LEVEL_FACTS, isMember: true, readAtMs }));
  return withChange(held, readAtMs, false);
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
  const owes = Object.keys(facts.levels).some((id) => !desired.levelIds.includes(id)) || !isApplied(facts);
  // Where something is still to be taken, one look at the person is worth its call: no duty ends on a list alone.
  const gone = owes ? withPerson(facts, { shouldLookUp: true }) : withoutPerson(facts);
  return desired.person === null ? { ...so, facts: gone } : found({ ...so, facts: gone }, 'hole');
}

function compareLevel(
  desired: DesiredAccess,
  so: Comparison,
  { levelId, isMember, readAtMs }: { readonly levelId: string; readonly isMember: boolean; readonly readAtMs: number },
): Comparison {
  const level = so.facts.levels[levelId];
  const isDesired = desired.levelIds.includes(levelId);
  if (level === undefined) {
    if (!isMember) return so;
    const met = { ...so, facts: withMember(so.facts, levelId, readAtMs) };
    return isDesired ? met : found(met, desired.person === null ? 'ghost' : 'wrong_level', { levelIds: [levelId] });
  }
  const isOld =
    (level.readAtMs ?? 0) > readAtMs || Math.max(settledAtMs(level.give), settledAtMs(level.take)) > readAtMs;
  if (isOld || isMember || !isDesired || !isConfirmedMember(level)) return so;
  const at = { readAtMs, nowMs: readAtMs, fraction: 0, rateLimitWindowMs: 0 };
  const facts = settleMembership(so.facts, levelId, false, at);
  return found({ ...so, facts }, 'wrong_level', { levelIds: [levelId] });
}

function compareWindow(desired: DesiredAccess, so: Comparison, { beginsAtMs, endsAtMs }: ListedPerson): Comparison {
  const { content, isValidityRead, endsAtDoorsMs } = so.facts.person;
  if (content === null || !isValidityRead || beginsAtMs === null || endsAtMs === null) return so;
  if (content.beginsAtMs === beginsAtMs && content.endsAtMs === endsAtMs) return so;
  const facts = withPerson(so.facts, {
    content: { ...content, beginsAtMs, endsAtMs },
    endsAtDoorsMs: latest(endsAtDoorsMs, endsAtMs),
  });
  const isHarmless = desired.person === null && !Object.values(facts.levels).some(mayHold);
  return isHarmless ? { ...so, facts } : found({ ...so, facts }, 'wrong_window');
}

function compareFace(
  desired: DesiredAccess,
  so: Comparison,
  { hasFace }: ListedPerson,
  { mendedLately }: CompareOptions,
): Comparison {
  if (hasFace !== false || so.facts.person.faceSha256 === null) return so;
  if (desired.person === null) return { ...so, facts: withPerson(so.facts, { faceSha256: null }) };
  // A server that does not show what it was sent: one try a day.
  if (mendedLately.has('lost_face')) return found(so, 'lost_face', { isMended: false });
  return found({ ...so, facts: withPerson(so.facts, { faceSha256: null, face: null }) }, 'lost_face');
}

function compareName(
  desired: DesiredAccess,
  so: Comparison,
  { hasSentName }: ListedPerson,
  { mendedLately }: CompareOptions,
): Comparison {
  const { content } = so.facts.person;
  if (hasSentName !== false || desired.person === null || content === null || content.profileHash === '') return so;
  const differs = ['name'];
  if (mendedLately.has('duplicate')) return found(so, 'duplicate', { differs, isMended: false });
  const facts = withPerson(so.facts, { content: { ...content, profileHash: '' } });
  return found({ ...so, facts }, 'duplicate', { differs });
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

function found(so: Comparison, kind: FindingKind, more: Partial<Omit<Difference, 'kind'>> = {}): Comparison {
  const difference: Difference = { kind, levelIds: [], differs: [], isMended: true, ...more };
  return { ...so, differences: [...so.differences, difference] };
}

function latest(one: number | null, other: number | null): number | null {
  return one === null ? other : other === null ? one : Math.max(one, other);
}
