import { type AccessErrorCode } from '../../../contracts/ports/visit-access.js';
import { type AccessFacts, type Trouble } from './facts.js';
import { dutyRetryDelayMs, MAX_TRIES, retryDelayMs, serverPauseMs } from './retry-schedule.js';
import { type Step, type StepKind } from './step.js';

/** Keeps the other side going: each side rests for its own reasons. Taking, and removing a face, are never given up. */
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
  const canEnd = !isTaking && step.kind !== 'remove-person';
  const isFinal = canEnd && (follows === 'final' || (follows === 'try' && attempts >= MAX_TRIES));
  const pauseMs =
    follows === 'server'
      ? serverPauseMs(fraction)
      : canEnd
        ? retryDelayMs(attempts, fraction)
        : dutyRetryDelayMs(attempts, fraction);
  const trouble: Trouble = { code, atMs: nowMs, attempts, notBeforeMs: Math.round(nowMs + pauseMs), isFinal };
  return isTaking ? { ...facts, takingTrouble: trouble } : { ...facts, trouble };
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
