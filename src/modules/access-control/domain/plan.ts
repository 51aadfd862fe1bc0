import { isApplied, isExpired, isRequested, levelNeeds } from './access-standing.js';
import { confirmingSteps } from './confirming-steps.js';
import { type DesiredAccess, type DesiredPerson } from './desired-access.js';
import { type AccessFacts, isInFlight, type PersonContent, type PersonFacts, settledAtMs } from './facts.js';
import { isConfirmedMember, mayHold } from './level-standing.js';
import { type NextStep, type PlanOptions, type Side, type Step } from './step.js';
import { isIdAboutToBeRead, isMade, withIdFirst } from './unread-id.js';

/**
 * What to do next about one cardholder; null when what is desired is so, and read back. Limits before it gives: an end
 * that moved earlier is sent first, levels are taken before others are given, and nothing is given before the end of
 * validity is right. What was taken goes to the doors before anything is given: one request more when levels are
 * swapped, but a revocation never waits behind a guest who is let in.
 */
export function planNext(
  desired: DesiredAccess,
  facts: AccessFacts,
  nowMs: number,
  options: PlanOptions,
): NextStep | null {
  const limiting = limitingSteps(desired, facts, nowMs);
  const steps = [
    ...limiting,
    ...applicationSteps(desired, facts, nowMs, 'taking'),
    ...(limiting.length > 0 ? [] : givingSteps(desired, facts, nowMs)),
    ...applicationSteps(desired, facts, nowMs, 'giving'),
    ...confirmingSteps(desired, facts, nowMs, options),
  ].map((next) => withIdFirst(next, facts, options));
  return steps.find(({ dueAtMs }) => dueAtMs <= nowMs) ?? earliest(steps);
}

function limitingSteps(desired: DesiredAccess, facts: AccessFacts, nowMs: number): NextStep[] {
  const notBeforeMs = facts.takingTrouble?.notBeforeMs ?? 0;
  const due = (step: Step, dueAtMs: number): NextStep => ({
    step,
    side: 'taking',
    dueAtMs: Math.max(dueAtMs, notBeforeMs),
  });
  const { person } = facts;
  if (!isMade(person)) return [];

  const takes = levelNeeds(desired, facts, nowMs, 'take').map(({ levelId, dueAtMs }) =>
    due({ kind: 'take-level', levelId }, dueAtMs),
  );
  const limit = limitOf(person, desired.person, facts);
  // Also before an update: one that is "not there" would be sent again at once, and again.
  if (person.shouldLookUp && (takes.length > 0 || limit !== 'none')) return [due({ kind: 'look-up-person' }, nowMs)];
  if (limit === 'none') return takes;
  const update = due({ kind: 'update-person' }, isInFlight(person.update, nowMs) ? settledAtMs(person.update) : nowMs);
  // An update that also widens must not give more time to a level that is about to go.
  return limit === 'narrower' || takes.length === 0 ? [update, ...takes] : takes;
}

/** Whether the validity that the doors may hold must shrink. Matters only while something is, or may be, held. */
function limitOf(
  person: PersonFacts,
  desired: DesiredPerson | null,
  facts: AccessFacts,
): 'none' | 'narrower' | 'mixed' {
  if (desired === null || !Object.values(facts.levels).some(mayHold)) return 'none';
  const content = knownContent(person);
  if (content === null) return 'mixed';
  const { beginsAtMs, endsAtMs } = content;
  const shrinks = desired.endsAtMs < endsAtMs || desired.beginsAtMs > beginsAtMs;
  const grows = desired.endsAtMs > endsAtMs || desired.beginsAtMs < beginsAtMs;
  return shrinks ? (grows ? 'mixed' : 'narrower') : 'none';
}

function givingSteps(desired: DesiredAccess, facts: AccessFacts, nowMs: number): NextStep[] {
  const notBeforeMs = facts.trouble?.notBeforeMs ?? 0;
  const side: Side = desired.isCleanUp ? 'cleaning' : 'giving';
  const due = (step: Step, dueAtMs = nowMs): NextStep => ({
    step,
    side,
    dueAtMs: Math.max(dueAtMs, notBeforeMs),
  });
  const { person } = facts;
  // Also when nothing is desired any more: every person of ours is known to us.
  if (person.add !== null && person.add.outcome !== 'done') {
    return [due({ kind: 'look-up-person' }, person.add.deadlineAtMs)];
  }
  // A deletion that was asked for may still happen: nobody is given anything before it is known.
  if (person.remove !== null) return [due({ kind: 'look-up-person' }, settledAtMs(person.remove))];
  if (person.shouldLookUp) return [due({ kind: 'look-up-person' })];
  if (facts.trouble?.isFinal === true) return [];
  if (desired.isPersonToGo && isLetGo(facts, nowMs)) return [due({ kind: 'remove-person' })];
  if (desired.person === null) return [];
  if (!isMade(person)) return [due({ kind: 'add-person' })];
  if (!isSameContent(person, desired.person))
    return [due({ kind: 'update-person' }, settledOrNow(person.update, nowMs))];
  if (knownFace(person) !== desired.person.faceSha256) {
    return [due({ kind: 'update-face' }, settledOrNow(person.face, nowMs))];
  }
  const gives = levelNeeds(desired, facts, nowMs, 'give');
  if (gives.length > 0 && !person.isValidityRead)
    return [due({ kind: 'look-up-person' }, person.doubtUntilMs ?? nowMs)];
  return gives.map(({ levelId, dueAtMs }) => due({ kind: 'give-level', levelId }, dueAtMs));
}

/** The person is there, holds no level, and no door can hold the face any more, or let it in. */
function isLetGo(facts: AccessFacts, nowMs: number): boolean {
  const isGoneFromDoors = isRequested(facts) && (isApplied(facts) || isExpired(facts, nowMs));
  return isMade(facts.person) && Object.keys(facts.levels).length === 0 && isGoneFromDoors;
}

/** null while an update may or may not have changed it. */
function knownContent({ update, content }: PersonFacts): PersonContent | null {
  return update === null || update.outcome === 'done' ? content : null;
}

function knownFace({ face, faceSha256 }: PersonFacts): string | null {
  return face === null || face.outcome === 'done' ? faceSha256 : null;
}

function isSameContent(person: PersonFacts, desired: DesiredPerson): boolean {
  const content = knownContent(person);
  return (
    content?.profileHash === desired.profileHash &&
    content.beginsAtMs === desired.beginsAtMs &&
    content.endsAtMs === desired.endsAtMs
  );
}

/** A repeatable call whose answer was lost is repeated when the lost one can no longer land after it. */
function settledOrNow(mark: PersonFacts['update' | 'face'], nowMs: number): number {
  return mark === null || mark.outcome === 'done' ? nowMs : mark.deadlineAtMs;
}

/** Doors hold copies: every change is asked for, limits as soon as they are made. */
function applicationSteps(desired: DesiredAccess, facts: AccessFacts, nowMs: number, side: Side): NextStep[] {
  if (!isMade(facts.person) || isRequested(facts)) return [];
  const { limitedAtMs, request } = facts.application;
  const isLimitDue = limitedAtMs !== null && (request?.outcome !== 'done' || request.bookedAtMs < limitedAtMs);
  if (isLimitDue !== (side === 'taking')) return [];
  const isToWait = isIdAboutToBeRead(facts) || desired.levelIds.some((levelId) => isGiveInDoubt(facts, levelId));
  if (side === 'giving' && isToWait) return [];
  const trouble = side === 'taking' ? facts.takingTrouble : facts.trouble;
  const freeAtMs = isInFlight(request, nowMs) ? settledAtMs(request) : nowMs;
  return [{ step: { kind: 'request-application' }, side, dueAtMs: Math.max(freeAtMs, trouble?.notBeforeMs ?? 0) }];
}

/** Asking before it is known whether there is anything to ask for would be asked again. */
function isGiveInDoubt({ levels }: AccessFacts, levelId: string): boolean {
  const level = levels[levelId];
  return level?.give != null && level.give.outcome !== 'done' && !isConfirmedMember(level);
}

function earliest(steps: readonly NextStep[]): NextStep | null {
  return steps.reduce<NextStep | null>(
    (first, one) => (first === null || one.dueAtMs < first.dueAtMs ? one : first),
    null,
  );
}
