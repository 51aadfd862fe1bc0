/** 15 minutes: whoever asks for more is mistaken, and guests wait. */
export const MAX_RETRY_AFTER_MS = 15 * 60 * 1_000;
/** "At once" after a refusal would only be refused again. */
const MIN_RETRY_AFTER_MS = 1_000;
const MAX_JITTER = 0.25;
const SECONDS = /^\d{1,12}$/;
/** The three forms of an HTTP date begin with the day's name (RFC 9110 §5.6.7). */
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /;

export interface RetryAfterInput {
  readonly retryAfter: string | null;
  /** The answer's own `Date`: a date is read against the clock that wrote it. */
  readonly date: string | null;
  readonly now: Date;
  /** Length of the limit's window: the wait when nothing readable is said. */
  readonly windowMs: number;
  /** 0 to 1. */
  readonly fraction: number;
}

/** Milliseconds during which nothing may be sent after a refusal for too many calls. */
export function retryAfterMs({ retryAfter, date, now, windowMs, fraction }: RetryAfterInput): number {
  const asked = askedMs(retryAfter?.trim() ?? '', parseHttpDate(date ?? '') ?? now.getTime());
  if (asked === null) return Math.min(windowMs * (1 + MAX_JITTER * fraction), MAX_RETRY_AFTER_MS);
  return Math.min(Math.max(asked, MIN_RETRY_AFTER_MS), MAX_RETRY_AFTER_MS);
}

function askedMs(text: string, baseMs: number): number | null {
  if (SECONDS.test(text)) return Number(text) * 1_000;
  const until = parseHttpDate(text);
  return until === null || until < baseMs ? null : until - baseMs;
}

/** Milliseconds since 1970; null for what is no HTTP date. */
export function parseHttpDate(text: string): number | null {
  if (!HTTP_DATE.test(text)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}
