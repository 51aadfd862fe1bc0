import { type AccessErrorCode } from '../../../contracts/ports/visit-access.js';
import { type AnsweredError, judge } from './access-errors.js';
import { withLevel, withPerson } from './book-step.js';
import { type AccessFacts, type CallMark } from './facts.js';
import { type Step } from './step.js';
import { withTrouble } from './trouble.js';

export interface Settling {
  readonly callId: string;
  readonly nowMs: number;
  /** How many cardholders shared the call. */
  readonly sharers: number;
  /** Of jitter, at least 0, below 1. */
  readonly fraction: number;
}

const JUST_SEEN_MS = 60_000;

/** What a call that HikCentral refused says. It did nothing. */
export function settleRefused(facts: AccessFacts, step: Step, error: AnsweredError, at: Settling): AccessFacts {
  const { follows, code } = judge(step.kind, error);
  if (follows === 'server') return withTrouble(facts, step, code, at, follows);
  if (step.kind === 'request-application') return withTrouble(facts, step, code, at, 'try');
  if (at.sharers > 1) {
    // It names nobody: half as many next time, until the one it was about stands alone.
    return { ...facts, batchLimit: Math.max(1, Math.floor(at.sharers / 2)) };
  }
  if (follows !== 'news') return withTrouble(facts, step, code, at, follows);
  if (step.levelId === undefined) {
    const doubted = withPerson(facts, { shouldLookUp: true });
    // Seen a moment ago, and yet "not there": looking again at once would go round in circles.
    const wasJustSeen = at.nowMs - (facts.person.seenAtMs ?? 0) < JUST_SEEN_MS;
    return wasJustSeen ? withTrouble(doubted, step, 'HIKCENTRAL_REFUSED', at, 'try') : doubted;
  }
  return settleLevelNotFound(facts, step, code, at);
}

/** "Not there" is about the person or about the level: first look whether the person is. */
function settleLevelNotFound(
  facts: AccessFacts,
  step: Step & { levelId: string },
  code: AccessErrorCode,
  at: Settling,
): AccessFacts {
  const { notFoundAtMs = null } = facts.levels[step.levelId] ?? {};
  const wasPersonSeen = notFoundAtMs !== null && (facts.person.seenAtMs ?? 0) >= notFoundAtMs;
  if (!wasPersonSeen) {
    const marked = withLevel(facts, step.levelId, (level) => ({ ...level, notFoundAtMs: at.nowMs }));
    return withPerson(marked, { shouldLookUp: true });
  }
  if (step.kind === 'give-level') return withTrouble(facts, step, code, at, 'try');
  // No level, no membership: the reading that follows a taking call says so.
  const mark: CallMark = {
    callId: at.callId,
    bookedAtMs: at.nowMs,
    deadlineAtMs: at.nowMs,
    outcome: 'done',
    answeredAtMs: at.nowMs,
  };
  return withLevel(facts, step.levelId, (level) => ({ ...level, take: mark }));
}
