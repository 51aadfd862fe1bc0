import { type AccessErrorCode } from '../../../contracts/ports/visit-access.js';
import { type AccessFacts, type Trouble } from './facts.js';
import { dutyRetryDelayMs, MAX_TRIES, retryDelayMs, serverPauseMs } from './retry-schedule.js';
import { type Step, type StepKind } from './step.js';

/**
 * Keeps the other side going: each side rests for its own reasons. Taking is never given up, whatever the answer; removing
 * a person only where each further try would do harm.
 */
export function withTrouble(
  facts: AccessFacts,
  step: Step,
  code: AccessErrorCode,
  { nowMs, fraction }: { readonly nowMs: number; readonly fraction: number },
  follows: 'server' | 'try' | 'final',
): AccessFacts {
  const isTaking = isTakingStep(facts, step);
  const before = isTaking ? facts.takingTrouble : facts.trouble;
  const attempts = (before?.attempts ?? 0) + (follows === 'server' ? 0 : 1);
  const isDuty = isTaking || step.kind === 'remove-person';
  const isGivenUp = !isDuty && follows === 'try' && attempts >= MAX_TRIES;
  const isFinal = isGivenUp || (!isTaking && follows === 'final');
  const pauseMs =
    follows === 'server'
      ? serverPauseMs(fraction)
      : isDuty
        ? dutyRetryDelayMs(attempts, fraction)
        : retryDelayMs(attempts, fraction);
  const trouble: Trouble = { code, atMs: nowMs, attempts, notBeforeMs: Math.round(nowMs + pauseMs), isFinal };
  return isTaking ? { ...facts, takingTrouble: trouble } : { ...facts, trouble };
}

/** Something of ours keeps giving from going on; it spends no tries. @param untilMs null: until a person acts */
export function heldBack(
  facts: AccessFacts,
  code: AccessErrorCode,
  nowMs: number,
  untilMs: number | null,
): AccessFacts {
  const trouble: Trouble = {
    code,
    // The same keeps the instant at which it began.
    atMs: facts.trouble?.code === code ? facts.trouble.atMs : nowMs,
    attempts: facts.trouble?.attempts ?? 0,
    notBeforeMs: untilMs ?? nowMs,
    isFinal: untilMs === null,
  };
  return { ...facts, trouble };
}

const NEVER_TAKING: readonly StepKind[] = ['give-level', 'add-person', 'remove-person'];

function isTakingStep({ application }: AccessFacts, { kind }: Step): boolean {
  return kind === 'take-level' || (application.limitedAtMs !== null && !NEVER_TAKING.includes(kind));
}

export function withoutTrouble(facts: AccessFacts, step: Step): AccessFacts {
  return isTakingStep(facts, step) ? { ...facts, takingTrouble: null } : { ...facts, trouble: null };
}

/** HikCentral answered a reading: what only said that it did not is over. */
export function withServerBack(facts: AccessFacts): AccessFacts {
  const calm = (trouble: Trouble | null): Trouble | null =>
    trouble?.attempts === 0 && !trouble.isFinal ? null : trouble;
  return { ...facts, trouble: calm(facts.trouble), takingTrouble: calm(facts.takingTrouble) };
}
