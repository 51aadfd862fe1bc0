/** How a call over the budget is refused: the gateway's envelope either under HTTP 429, or under a plain 200 without `Retry-After`. */
export type LimitStyle = '429' | '200';

/** `sliding`: any window of the length. `fixed`: windows that begin at whole multiples of the length, so twice the calls fit around a beginning. */
export type LimitSemantics = 'sliding' | 'fixed';

export const RETRY_AFTER_FORMS = ['seconds', 'date', 'absent', 'absurd', 'negative', 'unreadable'] as const;
/** What `Retry-After` looks like under 429. */
export type RetryAfterForm = (typeof RETRY_AFTER_FORMS)[number];

export interface RateLimit {
  /** Calls allowed in a window; null for no limit. */
  readonly calls: number | null;
  readonly windowMs: number;
  readonly style: LimitStyle;
  readonly semantics: LimitSemantics;
  readonly retryAfter: RetryAfterForm;
  /** Whether a refused call uses up budget as well, so that who keeps knocking stays outside. */
  readonly countsRefused: boolean;
}

export const DEFAULT_LIMIT: RateLimit = {
  calls: 10,
  windowMs: 60_000,
  style: '429',
  semantics: 'sliding',
  retryAfter: 'seconds',
  countsRefused: false,
};

export type Admission =
  { readonly isAdmitted: true } | { readonly isAdmitted: false; readonly retryAfterSeconds: number };

/**
 * The budget of each AppKey. With `sliding`, a call is admitted when fewer than `calls` were counted in the `windowMs` before it,
 * the window's older end excluded; with `fixed`, when fewer were counted since the window's beginning. Refused calls do not count
 * unless told so: a client that keeps knocking is then let in as soon as one that waits.
 */
export class RateLimiter {
  private readonly countedAtMs = new Map<string, number[]>();

  constructor(private current: RateLimit) {}

  limit(): RateLimit {
    return this.current;
  }

  change(limit: Partial<RateLimit>): void {
    this.current = { ...this.current, ...limit };
  }

  admit(appKey: string, nowMs: number): Admission {
    const { calls, countsRefused } = this.current;
    const oldestMs = this.windowStartMs(nowMs);
    const recent = (this.countedAtMs.get(appKey) ?? []).filter((atMs) => atMs >= oldestMs);
    this.countedAtMs.set(appKey, recent);
    if (calls === null || recent.length < calls) {
      recent.push(nowMs);
      return { isAdmitted: true };
    }
    if (countsRefused) recent.push(nowMs);
    const freesAtMs = this.freesAtMs(recent, calls, nowMs);
    return { isAdmitted: false, retryAfterSeconds: Math.max(1, Math.ceil((freesAtMs - nowMs) / 1000)) };
  }

  /** The first instant that still counts. */
  private windowStartMs(nowMs: number): number {
    const { windowMs, semantics } = this.current;
    return semantics === 'fixed' ? Math.floor(nowMs / windowMs) * windowMs : nowMs - windowMs + 1;
  }

  private freesAtMs(recent: readonly number[], calls: number, nowMs: number): number {
    const { windowMs, semantics } = this.current;
    if (semantics === 'fixed') return this.windowStartMs(nowMs) + windowMs;
    // The slot that this call needs is the one that leaves `calls - 1` behind it.
    return (recent[recent.length - calls] ?? nowMs) + windowMs;
  }
}

/** The value of `Retry-After`, or undefined for none. `absurd` is a year and more; `unreadable` is neither a number nor a date. */
export function retryAfterHeader(form: RetryAfterForm, seconds: number, nowMs: number): string | undefined {
  const values: Readonly<Record<RetryAfterForm, string | undefined>> = {
    seconds: String(seconds),
    date: new Date(Math.ceil(nowMs / 1000) * 1000 + seconds * 1000).toUTCString(),
    absent: undefined,
    absurd: '99999999',
    negative: '-30',
    unreadable: 'in a while',
  };
  return values[form];
}

/** The most arrivals that any window of this length holds, its older end excluded. Times may come in any order. */
export function maxInAnyWindow(arrivalsAtMs: readonly number[], windowMs: number): number {
  const sorted = [...arrivalsAtMs].sort((a, b) => a - b);
  let oldest = 0;
  let max = 0;
  sorted.forEach((atMs, index) => {
    while ((sorted[oldest] ?? atMs) <= atMs - windowMs) oldest += 1;
    max = Math.max(max, index - oldest + 1);
  });
  return max;
}
