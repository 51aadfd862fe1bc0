/** Milliseconds, but for the numbers of calls. */
export interface SiteLimits {
  readonly calls: number;
  readonly reserve: number;
  readonly windowMs: number;
  /** From a request to the door's own copy. */
  readonly applyDelayMs: number;
  /** Between two looks of the checker. */
  readonly sampleMs: number;
  readonly driftCheckMs: number;
}

const MOST_PERSONS_A_CALL = 20;
const GIVING_LEVELS = 2;
/** Booking and going there and back, with everything that is written down between two calls. */
const ROUND_TRIPS_MS = 5_000;
const MARGIN = 1.1;
/** Person, level, application, and a confirmation round of two. */
const CALLS_TO_GIVE = 5;

function windowsFor(calls: number, callsAWindow: number): number {
  return Math.ceil(calls / Math.max(1, callsAWindow));
}

/** I1: ended together, not held after the last call plus the doors' own delay; at worst the window has just been used up. */
export function revokedWithinMs({ calls, windowMs, applyDelayMs, sampleMs }: SiteLimits, ended: number): number {
  const needed = GIVING_LEVELS * Math.ceil(ended / MOST_PERSONS_A_CALL) + 1;
  return MARGIN * windowsFor(needed, calls) * windowMs + applyDelayMs + ROUND_TRIPS_MS + sampleMs;
}

/** One guest, given anew behind those who wait, at what revocation leaves. */
export function givenWithinMs({ calls, reserve, windowMs, applyDelayMs, sampleMs }: SiteLimits, waiting = 1): number {
  const windows = windowsFor(CALLS_TO_GIVE * waiting, calls - reserve);
  return MARGIN * (windows + 1) * windowMs + applyDelayMs + ROUND_TRIPS_MS + sampleMs;
}

/**
 * Until a comparison saw what somebody changed behind our back, and it was mended. Two of them, for whoever differs in two ways:
 * what one reading mended is newer than the next reading of the same comparison, and that one then decides nothing.
 */
export function mendedWithinMs(limits: SiteLimits): number {
  // The comparison waits for everybody else, and reads page by page.
  const comparingMs = 3 * limits.windowMs;
  return 2 * (limits.driftCheckMs + comparingMs) + revokedWithinMs(limits, 1) + givenWithinMs(limits);
}
