const HOUR_MS = 60 * 60 * 1_000;

/** How far back events of our guests are looked for that came late: a terminal that was offline over a weekend. */
export const LATE_WITHIN_MS = 72 * HOUR_MS;
/** From the start of a look to that of the next. A longer one is followed at once: it waits for slots as others do. */
export const LATE_EVERY_MS = HOUR_MS;

/** One look at every guest of the last days, twenty at a time. */
export interface LateRound {
  readonly startedAt: Date;
  /** Guests up to this code were looked at; null: none yet. */
  readonly after: string | null;
  /** null: it goes on. */
  readonly endedAt: Date | null;
}

/** The look to go on with now; a date: the next one begins then. */
export function dueRound(known: LateRound | null, now: Date): LateRound | Date {
  const fresh = { startedAt: now, after: null, endedAt: null };
  if (known === null) return fresh;
  if (known.endedAt === null) return known;
  const dueAt = new Date(known.startedAt.getTime() + LATE_EVERY_MS);
  return dueAt > now ? dueAt : fresh;
}
