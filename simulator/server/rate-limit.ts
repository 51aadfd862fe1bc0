/** How a call over the budget is refused: the gateway's envelope either under HTTP 429 with `Retry-After`, or under a plain 200. */
export type LimitStyle = '429' | '200';

export interface RateLimit {
  /** Calls allowed in any window; null for no limit. */
  readonly calls: number | null;
  readonly windowMs: number;
  readonly style: LimitStyle;
}

export type Admission =
  { readonly isAdmitted: true } | { readonly isAdmitted: false; readonly retryAfterSeconds: number };

/**
 * A sliding window over the arrivals of each AppKey: a call is admitted when fewer than `calls` were admitted in the
 * `windowMs` before it, the window's older end excluded. Refused calls do not count, so a client that keeps knocking is
 * let in as soon as one that waits.
 */
export class SlidingWindow {
  private readonly admittedAtMs = new Map<string, number[]>();

  constructor(private current: RateLimit) {}

  limit(): RateLimit {
    return this.current;
  }

  change(limit: Partial<RateLimit>): void {
    this.current = { ...this.current, ...limit };
  }

  admit(appKey: string, nowMs: number): Admission {
    const { calls, windowMs } = this.current;
    const recent = (this.admittedAtMs.get(appKey) ?? []).filter((atMs) => atMs > nowMs - windowMs);
    this.admittedAtMs.set(appKey, recent);
    if (calls === null || recent.length < calls) {
      recent.push(nowMs);
      return { isAdmitted: true };
    }
    // The slot that this call needs is the one that leaves `calls - 1` behind it.
    const freesAtMs = (recent[recent.length - calls] ?? nowMs) + windowMs;
    return { isAdmitted: false, retryAfterSeconds: Math.max(1, Math.ceil((freesAtMs - nowMs) / 1000)) };
  }
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
