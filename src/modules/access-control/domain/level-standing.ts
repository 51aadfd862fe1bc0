import { isInFlight, type LevelFacts, settledAtMs } from './facts.js';

/** Membership lists lag: clients in the field look for half a minute before they give again (seen in the field). */
export const GIVE_AGAIN_AFTER_MS = 30_000;
/** Taking again harms nobody, so it waits less. */
export const TAKE_AGAIN_AFTER_MS = 5_000;
/** A giving call that was not read back is looked for until so long past its deadline (I3). */
export const WATCH_AFTER_DEADLINE_MS = 60_000;
/** While looking for it: often enough to undo it within a minute. */
export const WATCH_EVERY_MS = 30_000;

/** What one level needs next. `read`: only a reading of its members can tell. */
export type LevelNeed =
  { readonly kind: 'give' | 'take' | 'read'; readonly dueAtMs: number } | { readonly kind: 'nothing' };

const NOTHING: LevelNeed = { kind: 'nothing' };

/** HikCentral may have this membership now, or may still come to have it. False only after reading. */
export function mayHold(level: LevelFacts): boolean {
  if (level.give === null && level.isMember === null && level.take === null) return false;
  return !isSeenAfterAll(level) || level.isMember !== false || (level.readAtMs ?? 0) < (level.watchUntilMs ?? 0);
}

/** Read back as a member, after every call that could have changed it. */
export function isConfirmedMember(level: LevelFacts): boolean {
  return level.isMember === true && isSeenAfterAll(level);
}

/** Read back as no member, though a giving call may still land. */
export function isSeenGone(level: LevelFacts): boolean {
  return level.isMember === false && isSeenAfterAll(level);
}

/** The reading shows what the last change was to bring about. */
export function showsLastChange(level: LevelFacts): boolean {
  const isTakenLast = level.take !== null && level.take.bookedAtMs >= (level.give?.bookedAtMs ?? 0);
  return isTakenLast ? isSeenGone(level) : isConfirmedMember(level);
}

/** For a level that should be held. `roundAtMs`: the next confirmation round. */
export function needOfDesired(level: LevelFacts, nowMs: number, roundAtMs: number): LevelNeed {
  if (isConfirmedMember(level)) return NOTHING;
  const { give, take, readAtMs, isMember } = level;
  if (give === null || (take !== null && take.bookedAtMs > give.bookedAtMs)) {
    // A taking call on its way could land after the giving one.
    return { kind: 'give', dueAtMs: take?.outcome === 'done' ? nowMs : Math.max(nowMs, settledAtMs(take)) };
  }
  const isSeenAbsent = isMember === false && (readAtMs ?? 0) >= settledAtMs(give);
  if (give.outcome !== 'done') {
    return isSeenAbsent ? { kind: 'give', dueAtMs: nowMs } : { kind: 'read', dueAtMs: give.deadlineAtMs };
  }
  const isOverdue = isSeenAbsent && (readAtMs ?? 0) >= settledAtMs(give) + GIVE_AGAIN_AFTER_MS;
  return isOverdue ? { kind: 'give', dueAtMs: nowMs } : { kind: 'read', dueAtMs: roundAtMs };
}

/** For a level that should not be held. */
export function needOfUndesired(level: LevelFacts, nowMs: number, roundAtMs: number): LevelNeed {
  if (!mayHold(level)) return NOTHING;
  const { give, take, readAtMs } = level;
  if (take === null || (give !== null && give.bookedAtMs > take.bookedAtMs)) return { kind: 'take', dueAtMs: nowMs };
  if (isInFlight(take, nowMs)) return { kind: 'take', dueAtMs: take.deadlineAtMs };
  if (take.outcome !== 'done') return { kind: 'take', dueAtMs: nowMs };
  if (isConfirmedMember(level)) {
    const isOvertaken = settledAtMs(give) > take.bookedAtMs;
    const isOverdue = (readAtMs ?? 0) >= settledAtMs(take) + TAKE_AGAIN_AFTER_MS;
    return isOvertaken || isOverdue ? { kind: 'take', dueAtMs: nowMs } : { kind: 'read', dueAtMs: roundAtMs };
  }
  if (isSeenGone(level)) {
    return { kind: 'read', dueAtMs: Math.min((readAtMs ?? 0) + WATCH_EVERY_MS, level.watchUntilMs ?? 0) };
  }
  return { kind: 'read', dueAtMs: Math.max(roundAtMs, settledAtMs(give)) };
}

function isSeenAfterAll({ readAtMs, give, take }: LevelFacts): boolean {
  return readAtMs !== null && readAtMs >= Math.max(settledAtMs(give), settledAtMs(take));
}
