/** An access token is short-lived: whoever finds one in a log of somebody else's proxy finds it dead. */
export const ACCESS_TOKEN_MS = 15 * 60_000;
/** A session that is not refreshed ends: a working day and its overtime. */
const IDLE_MS = 12 * 60 * 60_000;
/** However busy, a session ends once a week. */
const LIFETIME_MS = 7 * 24 * 60 * 60_000;
/** Two tabs may refresh at once: the token that was just replaced is good for so long, and only later counts as stolen. */
export const ROTATION_GRACE_MS = 30_000;

export interface SessionTimes {
  readonly accessExpiresAt: Date;
  readonly expiresAt: Date;
}

/** Ends of a session that was started at `startedAt` and is used at `now`. */
export function sessionTimes(startedAt: Date, now: Date): SessionTimes {
  const expiresAtMs = Math.min(now.getTime() + IDLE_MS, startedAt.getTime() + LIFETIME_MS);
  return {
    accessExpiresAt: new Date(Math.min(now.getTime() + ACCESS_TOKEN_MS, expiresAtMs)),
    expiresAt: new Date(expiresAtMs),
  };
}

/** A replaced token, shown again: a late tab, or a thief. */
export function isReuse(rotatedAt: Date, now: Date): boolean {
  return now.getTime() - rotatedAt.getTime() > ROTATION_GRACE_MS;
}
