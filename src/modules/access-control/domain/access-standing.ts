import { type DesiredAccess } from './desired-access.js';
import { type AccessFacts, NO_LEVEL_FACTS } from './facts.js';
import { isConfirmedMember, type LevelNeed, mayHold, needOfDesired, needOfUndesired } from './level-standing.js';

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

/** Every desired level was read back. */
export function isMemberOfAll(levelIds: readonly string[], facts: AccessFacts): boolean {
  return levelIds.every((levelId) => {
    const level = facts.levels[levelId];
    return level !== undefined && isConfirmedMember(level);
  });
}

/** The levels that need this next, desired or not. */
export function levelNeeds(
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
