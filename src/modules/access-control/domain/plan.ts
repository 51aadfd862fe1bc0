import { type DesiredAccess, type DesiredPerson } from './desired-access.js';
import {
  type AccessFacts,
  isInFlight,
  NO_LEVEL_FACTS,
  type PersonContent,
  type PersonFacts,
  settledAtMs,
} from './facts.js';
import {
  type LevelNeed,
  isConfirmedMember,
  isSeenGone,
  mayHold,
  needOfDesired,
  needOfUndesired,
} from './level-standing.js';

/** One call about one cardholder, not yet merged with those of others. */
export type Step =
  | { readonly kind: 'give-level'; readonly levelId: string }
  | { readonly kind: 'take-level'; readonly levelId: string }
  | { readonly kind: 'read-members'; readonly levelId: string }
  | { readonly kind: 'look-up-person'; readonly levelId?: undefined }
  | { readonly kind: 'add-person'; readonly levelId?: undefined }
  | { readonly kind: 'update-person'; readonly levelId?: undefined }
  | { readonly kind: 'update-face'; readonly levelId?: undefined }
  | { readonly kind: 'request-application'; readonly levelId?: undefined }
  | { readonly kind: 'read-application'; readonly levelId?: undefined }
  | { readonly kind: 'read-own-application'; readonly levelId?: undefined };
export type StepKind = Step['kind'];

/** Taking and giving run in loops of their own, so that a giving call that hangs never holds up a revocation. */
export type Side = 'taking' | 'giving';

export interface NextStep {
  readonly step: Step;
  readonly side: Side;
  /** Unix milliseconds; it may lie in the past. */
  readonly dueAtMs: number;
}

export interface PlanOptions {
  /** HikCentral can tell one person's application, door by door (reference §7.3). */
  readonly hasOwnApplication: boolean;
  /** The doors of this person's level are not known: the person's own detail names them, and confirms as well. */
  readonly shouldLearnDoors: boolean;
}

/** Rounds of the global result before the person's own detail is read. */
const GLOBAL_ROUNDS = 2;

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
  ];
  return steps.find(({ dueAtMs }) => dueAtMs <= nowMs) ?? earliest(steps);
}

/** Levels that HikCentral may hold for this person though they are not desired. */
export function levelsToTake(desired: DesiredAccess, facts: AccessFacts): readonly string[] {
  return Object.entries(facts.levels)
    .filter(([levelId, level]) => !desired.levelIds.includes(levelId) && mayHold(level))
    .map(([levelId]) => levelId);
}

/** Every change has been asked for at the doors. */
export function isRequested({ application: { changedAtMs, request } }: AccessFacts): boolean {
  return changedAtMs === null || (request?.outcome === 'done' && request.bookedAtMs >= changedAtMs);
}

/** Every change was read back as applied at every door. */
export function isApplied(facts: AccessFacts): boolean {
  const { changedAtMs, confirmedAtMs, request } = facts.application;
  if (changedAtMs === null) return true;
  return isRequested(facts) && confirmedAtMs !== null && confirmedAtMs >= (request?.bookedAtMs ?? 0);
}

/** The doors cannot let this person in any more, whatever they hold: HikCentral's own end has passed. */
export function isExpired({ person: { endsAtDoorsMs } }: AccessFacts, nowMs: number): boolean {
  return endsAtDoorsMs !== null && endsAtDoorsMs <= nowMs;
}

function limitingSteps(desired: DesiredAccess, facts: AccessFacts, nowMs: number): NextStep[] {
  const notBeforeMs = facts.takingTrouble?.notBeforeMs ?? 0;
  const due = (step: Step, dueAtMs: number): NextStep => ({
    step,
    side: 'taking',
    dueAtMs: Math.max(dueAtMs, notBeforeMs),
  });
  const { person } = facts;
  if (person.personId === null) return [];

  const takes = levelNeeds(desired, facts, nowMs, 'take').map(({ levelId, dueAtMs }) =>
    due({ kind: 'take-level', levelId }, dueAtMs),
  );
  if (takes.length > 0 && person.shouldLookUp) return [due({ kind: 'look-up-person' }, nowMs)];
  const limit = limitOf(person, desired.person, facts);
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
  const due = (step: Step, dueAtMs = nowMs): NextStep => ({
    step,
    side: 'giving',
    dueAtMs: Math.max(dueAtMs, notBeforeMs),
  });
  const { person } = facts;
  // Also when nothing is desired any more: every person of ours is known to us.
  if (person.add !== null) return [due({ kind: 'look-up-person' }, person.add.deadlineAtMs)];
  if (person.shouldLookUp) return [due({ kind: 'look-up-person' })];
  if (desired.person === null || facts.trouble?.isFinal === true) return [];
  if (person.personId === null) return [due({ kind: 'add-person' })];
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
  if (facts.person.personId === null || isRequested(facts)) return [];
  const { limitedAtMs, request } = facts.application;
  const isLimitDue = limitedAtMs !== null && (request?.outcome !== 'done' || request.bookedAtMs < limitedAtMs);
  if (isLimitDue !== (side === 'taking')) return [];
  if (side === 'giving' && desired.levelIds.some((levelId) => isGiveInDoubt(facts, levelId))) return [];
  const trouble = side === 'taking' ? facts.takingTrouble : facts.trouble;
  const freeAtMs = isInFlight(request, nowMs) ? settledAtMs(request) : nowMs;
  return [{ step: { kind: 'request-application' }, side, dueAtMs: Math.max(freeAtMs, trouble?.notBeforeMs ?? 0) }];
}

/** Asking before it is known whether there is anything to ask for would be asked again. */
function isGiveInDoubt({ levels }: AccessFacts, levelId: string): boolean {
  const level = levels[levelId];
  return level?.give != null && level.give.outcome !== 'done' && !isConfirmedMember(level);
}

/** Nothing is true until read back: membership first, then validity, then the doors. */
function confirmingSteps(
  desired: DesiredAccess,
  facts: AccessFacts,
  nowMs: number,
  { hasOwnApplication, shouldLearnDoors }: PlanOptions,
): NextStep[] {
  const { application, person } = facts;
  if (person.personId === null) return [];
  const isLimiting = application.limitedAtMs !== null || levelsToTake(desired, facts).length > 0;
  const side: Side = isLimiting ? 'taking' : 'giving';
  const notBeforeMs = (isLimiting ? facts.takingTrouble : facts.trouble)?.notBeforeMs ?? 0;
  const due = (step: Step, dueAtMs: number): NextStep => ({ step, side, dueAtMs: Math.max(dueAtMs, notBeforeMs) });

  const reads = levelNeeds(desired, facts, nowMs, 'read');
  const readSteps = reads.map(({ levelId, dueAtMs }) => due({ kind: 'read-members', levelId }, dueAtMs));
  // A level that is seen gone, and only watched, holds up nothing.
  const isMembershipOpen = reads.some(
    ({ levelId }) => desired.levelIds.includes(levelId) || !isSeenGone(facts.levels[levelId] ?? NO_LEVEL_FACTS),
  );
  return isMembershipOpen ? readSteps : [...readSteps, ...doorSteps()];

  function doorSteps(): NextStep[] {
    if (isApplied(facts) || !isRequested(facts)) return [];
    const roundAtMs = application.nextRoundAtMs ?? nowMs;
    if (!person.isValidityRead && desired.person !== null) {
      return [due({ kind: 'look-up-person' }, Math.max(roundAtMs, person.doubtUntilMs ?? 0))];
    }
    if (desired.levelIds.length === 0 && isExpired(facts, nowMs)) return [];
    // The global result serves everybody in one call; a person's own detail gets past other people's pending changes.
    const isOwnTurn = shouldLearnDoors || (application.rounds >= GLOBAL_ROUNDS && application.rounds % 2 === 0);
    return [due({ kind: isOwnTurn && hasOwnApplication ? 'read-own-application' : 'read-application' }, roundAtMs)];
  }
}

function levelNeeds(
  desired: DesiredAccess,
  facts: AccessFacts,
  nowMs: number,
  kind: 'give' | 'take' | 'read',
): { levelId: string; dueAtMs: number }[] {
  const roundAtMs = facts.application.nextRoundAtMs ?? nowMs;
  const levelIds = new Set([...desired.levelIds, ...Object.keys(facts.levels)]);
  return [...levelIds].sort().flatMap((levelId) => {
    const level = facts.levels[levelId] ?? NO_LEVEL_FACTS;
    const need: LevelNeed = desired.levelIds.includes(levelId)
      ? needOfDesired(level, nowMs, roundAtMs)
      : needOfUndesired(level, nowMs, roundAtMs);
    return need.kind === kind ? [{ levelId, dueAtMs: need.dueAtMs }] : [];
  });
}

/** Every desired level was read back. */
export function isMemberOfAll(levelIds: readonly string[], facts: AccessFacts): boolean {
  return levelIds.every((levelId) => {
    const level = facts.levels[levelId];
    return level !== undefined && isConfirmedMember(level);
  });
}

function earliest(steps: readonly NextStep[]): NextStep | null {
  return steps.reduce<NextStep | null>(
    (first, one) => (first === null || one.dueAtMs < first.dueAtMs ? one : first),
    null,
  );
}
