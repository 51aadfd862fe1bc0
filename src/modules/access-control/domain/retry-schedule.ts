const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** Answers that name a guest: 60 s, 2, 4, 8 min (15 min in all), then a person is told. */
export const MAX_TRIES = 5;
const FIRST_RETRY_MS = MINUTE_MS;
/** A revocation, or the removal of a face, is never given up; this is the longest it rests. */
const LONGEST_DUTY_PAUSE_MS = 5 * MINUTE_MS;
const FIRST_DUTY_PAUSE_MS = 5 * SECOND_MS;
/** The gateway's breaker does the waiting; this only spreads what becomes due together. */
const SERVER_PAUSE_MS = SECOND_MS;

const FIRST_ROUND_MS = SECOND_MS;
const EAGER_MS = 10 * MINUTE_MS;
const PATIENT_ROUND_MS = 5 * MINUTE_MS;

/** @param fraction of jitter, at least 0, below 1: adds up to a quarter */
export function retryDelayMs(attempts: number, fraction: number): number {
  return FIRST_RETRY_MS * 2 ** Math.max(0, attempts - 1) * (1 + fraction / 4);
}

export function dutyRetryDelayMs(attempts: number, fraction: number): number {
  const delayMs = FIRST_DUTY_PAUSE_MS * 2 ** Math.min(attempts - 1, 10);
  return Math.min(delayMs, LONGEST_DUTY_PAUSE_MS) * (1 + fraction / 4);
}

/** After an answer that says nothing about the guest. 1–3 s. */
export function serverPauseMs(fraction: number): number {
  return SERVER_PAUSE_MS * (1 + 2 * fraction);
}

/**
 * 1 s after applying, then doubling, at most one window of the call limit apart for ten minutes, then every five.
 * @param rounds that left something open
 */
export function confirmationDelayMs(rounds: number, elapsedMs: number, rateLimitWindowMs: number): number {
  if (elapsedMs >= EAGER_MS) return PATIENT_ROUND_MS;
  return Math.min(FIRST_ROUND_MS * 2 ** Math.min(rounds, 20), Math.max(rateLimitWindowMs, FIRST_ROUND_MS));
}
