/** Failures in a row that blame the server before it is left alone. */
const FAILURES_TO_OPEN = 5;
export const FIRST_PROBE_AFTER_MS = 15_000;
export const NEXT_PROBE_AFTER_MS = 30_000;

/** Why nothing is sent but probes. */
export type BreakerCause = 'outage' | 'refused';

export type BreakerChange = 'opened' | 'closed' | null;

/** Leaves a server alone that fails, or that refuses our credentials, and asks it now and then. Times are monotonic. */
export class Breaker {
  private failures = 0;
  private open: { readonly cause: BreakerCause; readonly probeAtMs: number; readonly isProbing: boolean } | null = null;

  get cause(): BreakerCause | null {
    return this.open?.cause ?? null;
  }

  /** When the next probe may go; null while closed. */
  get probeAtMs(): number | null {
    return this.open?.probeAtMs ?? null;
  }

  isProbeDue(nowMs: number): boolean {
    return this.open !== null && !this.open.isProbing && nowMs >= this.open.probeAtMs;
  }

  beginProbe(): void {
    if (this.open) this.open = { ...this.open, isProbing: true };
  }

  /** The probe did not leave after all: the next one may. */
  cancelProbe(): void {
    if (this.open) this.open = { ...this.open, isProbing: false };
  }

  /** The server answered, whatever it said about the subject of the call. */
  succeeded(): BreakerChange {
    const wasOpen = this.open !== null;
    this.failures = 0;
    this.open = null;
    return wasOpen ? 'closed' : null;
  }

  /** @param wasProbe calls from before it opened change nothing while it is open */
  failed(nowMs: number, wasProbe: boolean): BreakerChange {
    this.failures += 1;
    if (this.open) {
      if (wasProbe) this.reopen(this.open.cause, nowMs + NEXT_PROBE_AFTER_MS);
      return null;
    }
    if (this.failures < FAILURES_TO_OPEN) return null;
    this.reopen('outage', nowMs + FIRST_PROBE_AFTER_MS);
    return 'opened';
  }

  /** Key, signature or permission refused: one answer is enough. */
  refused(nowMs: number): BreakerChange {
    const isNews = this.open?.cause !== 'refused';
    this.reopen('refused', nowMs + NEXT_PROBE_AFTER_MS);
    return isNews ? 'opened' : null;
  }

  private reopen(cause: BreakerCause, probeAtMs: number): void {
    this.open = { cause, probeAtMs, isProbing: false };
  }
}
