import { withChange, withLevel, withPerson } from './book-step.js';
import { type AccessFacts, type DoorFacts, NO_FACTS, type PersonContent, settledAtMs } from './facts.js';
import { isConfirmedMember, mayHold, showsLastChange } from './level-standing.js';
import { isApplied, isExpired, isRequested } from './access-standing.js';
import { confirmationDelayMs } from './retry-schedule.js';
import { withoutPerson } from './settle-step.js';
import { withTrouble } from './trouble.js';
import { isIdUnread, withIdRead } from './unread-id.js';

export interface ReadingAt {
  /** When the reading began: it shows nothing of later calls. */
  readonly readAtMs: number;
  readonly nowMs: number;
  readonly fraction: number;
  readonly rateLimitWindowMs: number;
}

/** A person as a look-up shows it. */
export interface SeenPerson {
  readonly personId: string;
  /** In the organisation of our persons. */
  readonly isOurs: boolean;
  readonly beginsAtMs: number | null;
  readonly endsAtMs: number | null;
  readonly hasFace: boolean;
  /** Levels the person is a member of; null when HikCentral does not say. */
  readonly levelIds: ReadonlySet<string> | null;
}

/** What one reading of the application says about one person. */
export type SeenApplication =
  /** Nothing of this person is outstanding anywhere. */
  | { readonly kind: 'complete'; readonly doors: readonly SeenDoor[] }
  /** Something is outstanding, perhaps not of this person. */
  | { readonly kind: 'pending'; readonly doors: readonly SeenDoor[] }
  | { readonly kind: 'failed'; readonly doors: readonly SeenDoor[] };

export interface SeenDoor {
  readonly doorId: string;
  readonly name: string;
  readonly state: 'applied' | 'pending' | 'failed';
  readonly isOnline: boolean | null;
  /** What did not arrive, where HikCentral says. */
  readonly reason: string | null;
}

/** Reason of a door that HikCentral cannot reach. */
export const OFFLINE = 'offline';

/** The list of failures names a door and gives no id (HikCentral OpenAPI guide). */
export function doorKeyOfName(name: string): string {
  return `name:${name}`;
}

/** The first failure seen may be the round before's (seen in the field). */
const BELIEVED_FAILURES = 2;
/** Rounds after which the doors are asked again: a request that came before a slow change asked for nothing. */
const ROUNDS_TO_ASK_AGAIN = 5;

export function settleLookUp(facts: AccessFacts, seen: SeenPerson | null, at: ReadingAt): AccessFacts {
  const read = settlePerson(facts, seen, at);
  const levelIds = seen?.isOurs === true ? seen.levelIds : null;
  return levelIds === null ? read : settleLevels(read, Object.keys(read.levels), levelIds, at);
}

/**
 * A look-up that was answered with nothing. Where something is held, or was and is not confirmed gone, no duty ends on that:
 * what we know stands, and it is asked again ever more slowly. Else nobody is harmed when it is believed.
 */
export function settleUntoldLookUp(facts: AccessFacts, at: ReadingAt): AccessFacts {
  const isAtStake = isIdUnread(facts.person) || Object.values(facts.levels).some(mayHold) || !isApplied(facts);
  return isAtStake ? settleSenselessLookUp(facts, at) : settleLookUp(facts, null, at);
}

/** A look-up that was answered with somebody else: it says nothing, not even that nobody is there. */
export function settleSenselessLookUp(facts: AccessFacts, at: ReadingAt): AccessFacts {
  const kept = withNextRound(withPerson(facts, { shouldLookUp: false }), at);
  return withTrouble(kept, { kind: 'look-up-person' }, 'HIKCENTRAL_REFUSED', at, 'try');
}

function settlePerson(facts: AccessFacts, seen: SeenPerson | null, at: ReadingAt): AccessFacts {
  const { person } = facts;
  if (seen === null) {
    // Refused as "exists" and yet not there: somebody else's doing, or a server that contradicts itself.
    const isContradiction = person.shouldLookUp && person.personId === null && person.add === null;
    const gone = withoutPerson(person.remove === null ? facts : { ...facts, trouble: null });
    // Said to be made, and not there.
    if (isIdUnread(person)) return withTrouble(gone, { kind: 'add-person' }, 'HIKCENTRAL_REFUSED', at, 'try');
    return isContradiction ? withTrouble(gone, { kind: 'add-person' }, 'DUPLICATE_PERSON', at, 'try') : gone;
  }
  if (!seen.isOurs) {
    const known = withPerson(facts, { add: null, shouldLookUp: false, seenAtMs: at.readAtMs });
    return withTrouble(known, { kind: 'add-person' }, 'DUPLICATE_PERSON', at, 'final');
  }
  const content = contentSeen(facts, seen);
  const isSent = person.add === null || isSameValidity(person.add.content, content);
  const known = withPerson(withIdSeen(facts, seen.personId, at), {
    personId: seen.personId,
    add: null,
    shouldLookUp: false,
    seenAtMs: at.readAtMs,
    content,
    // A reading that began after the last update shows what it did; one before it proves nothing.
    update: at.readAtMs >= settledAtMs(person.update) ? null : person.update,
    faceSha256: seen.hasFace ? (person.add?.faceSha256 ?? person.faceSha256) : null,
    isValidityRead: content !== null && isSent && at.readAtMs >= doubtEndsAtMs(facts),
    // A deletion that can no longer happen did not.
    remove: at.readAtMs >= settledAtMs(person.remove) ? null : person.remove,
    endsAtDoorsMs: Math.max(person.endsAtDoorsMs ?? 0, content?.endsAtMs ?? 0),
  });
  if (person.remove !== null && known.person.remove === null) {
    return withTrouble(known, { kind: 'remove-person' }, 'HIKCENTRAL_REFUSED', at, 'try');
  }
  const expected = person.update?.outcome === 'done' ? person.update.content : null;
  // An update was answered and did nothing: it is said again, ever more slowly.
  if (expected !== null && !isSameValidity(expected, content)) {
    return withTrouble(known, { kind: 'update-person' }, 'HIKCENTRAL_REFUSED', at, 'try');
  }
  return known;
}

/**
 * A list of members showed our code with this id. null: it showed the code in doubt, or no codes at all, so that only a look
 * at the person can tell.
 */
export function settleIdInList(facts: AccessFacts, personId: string | null, at: ReadingAt): AccessFacts {
  if (personId === null) return withPerson(facts, { shouldLookUp: true });
  return isIdUnread(facts.person) ? withIdRead({ ...facts, trouble: null }, personId, at.readAtMs) : facts;
}

/** @param isMember null: the pages did not add up, so that nobody's absence is sure */
export function settleMembership(
  facts: AccessFacts,
  levelId: string,
  isMember: boolean | null,
  at: ReadingAt,
): AccessFacts {
  if (isMember === null) return withNextRound(facts, at);
  return settleLevels(facts, [levelId], new Set(isMember ? [levelId] : []), at);
}

/** @param levelIds those the reading was about; `held` of them were seen */
function settleLevels(
  facts: AccessFacts,
  levelIds: readonly string[],
  held: ReadonlySet<string>,
  at: ReadingAt,
): AccessFacts {
  const read = levelIds.reduce((all, levelId) => withMembership(all, levelId, held.has(levelId), at), facts);
  const isOpen = levelIds.some((levelId) => {
    const level = read.levels[levelId];
    return level !== undefined && !showsLastChange(level);
  });
  return isOpen ? withNextRound(read, at) : read;
}

function withMembership(facts: AccessFacts, levelId: string, isMember: boolean, at: ReadingAt): AccessFacts {
  const read = withLevel(facts, levelId, (level) => {
    const seen = { ...level, isMember, readAtMs: at.readAtMs };
    return isConfirmedMember(seen) ? { ...seen, watchUntilMs: null } : seen;
  });
  const level = read.levels[levelId];
  return level !== undefined && !mayHold(level) ? withoutLevel(read, levelId, at.nowMs) : read;
}

/** A round that left something open; the next one comes later. */
export function withNextRound(facts: AccessFacts, { nowMs, rateLimitWindowMs }: ReadingAt): AccessFacts {
  const { application } = facts;
  const rounds = application.rounds + 1;
  const startedAtMs = application.startedAtMs ?? nowMs;
  const delayMs = confirmationDelayMs(rounds, nowMs - startedAtMs, rateLimitWindowMs);
  return { ...facts, application: { ...application, rounds, startedAtMs, nextRoundAtMs: nowMs + delayMs } };
}

export function settleApplication(facts: AccessFacts, seen: SeenApplication, at: ReadingAt): AccessFacts {
  const read = { ...facts, doors: doorsSeen(seen, facts, at) };
  const { application, person } = read;
  if (seen.kind === 'complete') {
    return {
      ...read,
      person: {
        ...person,
        endsAtDoorsMs: Object.keys(read.levels).length === 0 ? null : (person.content?.endsAtMs ?? null),
      },
      application: { ...application, confirmedAtMs: at.readAtMs, limitedAtMs: null, failuresInARow: 0 },
      takingTrouble: null,
    };
  }
  const failuresInARow = seen.kind === 'failed' ? application.failuresInARow + 1 : 0;
  const next = withNextRound({ ...read, application: { ...application, failuresInARow } }, at);
  const isBelieved = failuresInARow >= BELIEVED_FAILURES;
  const shouldAskAgain = isBelieved || next.application.rounds % ROUNDS_TO_ASK_AGAIN === 0;
  // The request is forgotten, the pace of the rounds is not.
  return shouldAskAgain && !isExpired(read, at.nowMs)
    ? { ...next, application: { ...next.application, request: null } }
    : next;
}

/** A door that is seen by its id replaces what was known of it by its name, and keeps the reason of a failure. */
function doorsSeen(seen: SeenApplication, facts: AccessFacts, at: ReadingAt): Readonly<Record<string, DoorFacts>> {
  const isHeld = Object.keys(facts.levels).length > 0;
  const isBelieved = facts.application.failuresInARow + 1 >= BELIEVED_FAILURES;
  const doors = new Map(Object.entries(facts.doors));
  for (const { doorId, name, state, isOnline, reason } of seen.doors) {
    const known = doors.get(doorKeyOfName(name)) ?? doors.get(doorId);
    doors.delete(doorKeyOfName(name));
    const applied = isHeld ? 'applied' : 'removed';
    const status = state === 'applied' ? applied : state === 'failed' && isBelieved ? 'failed' : 'pending';
    const keptReason = state === 'failed' ? (known?.reason ?? null) : null;
    doors.set(doorId, { name, status, atMs: at.nowMs, reason: isOnline === false ? OFFLINE : (reason ?? keptReason) });
  }
  return Object.fromEntries(doors);
}

/** Whatever was held under another id was not held by this person: it is read, and asked for, anew. */
function withIdSeen(facts: AccessFacts, personId: string, { readAtMs }: ReadingAt): AccessFacts {
  const { person } = facts;
  if (isIdUnread(person)) return { ...facts, trouble: null };
  if (person.personId === null || person.personId === personId) return facts;
  const levels = Object.fromEntries(
    Object.entries(facts.levels).map(([levelId, level]) => [levelId, { ...level, isMember: null, readAtMs: null }]),
  );
  return withChange({ ...facts, levels }, readAtMs, facts.application.limitedAtMs !== null);
}

function contentSeen({ person }: AccessFacts, { beginsAtMs, endsAtMs }: SeenPerson): PersonContent | null {
  if (beginsAtMs === null || endsAtMs === null) return null;
  const sent = person.add?.content ?? person.content;
  return { profileHash: sent?.profileHash ?? '', beginsAtMs, endsAtMs };
}

function isSameValidity(one: PersonContent, other: PersonContent | null): boolean {
  return one.beginsAtMs === other?.beginsAtMs && one.endsAtMs === other.endsAtMs;
}

function doubtEndsAtMs({ person: { update, doubtUntilMs } }: AccessFacts): number {
  return Math.max(settledAtMs(update), doubtUntilMs ?? 0);
}

/** After HikCentral's own end the doors let nobody in, whatever they still hold: there is nothing left to confirm. */
function withoutLevel(facts: AccessFacts, levelId: string, nowMs: number): AccessFacts {
  const levels = Object.fromEntries(Object.entries(facts.levels).filter(([id]) => id !== levelId));
  const left = { ...facts, levels, levelGoneAtMs: nowMs };
  const isOver = Object.keys(levels).length === 0 && isExpired(left, nowMs) && isRequested(left);
  return isOver ? { ...left, application: NO_FACTS.application } : left;
}
