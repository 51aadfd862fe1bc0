import { type Clock } from '../clock/clock.js';

export interface AttemptLimit {
  readonly limit: number;
  readonly windowMs: number;
}

/** Strangers choose the keys: however many they think of, memory stays small. */
const KEYS_MAX = 10_000;

/**
 * At most `limit` attempts per key in any window of `windowMs`, counted in this process. (@nestjs/throttler 6 is
 * CommonJS and cannot require Nest 12 under the test runner; its guard also counts what succeeded.)
 */
export class AttemptWindow {
  /** key → monotonic instants of its latest attempts, oldest first; keys in the order of their latest attempt. */
  private readonly attempts = new Map<string, number[]>();

  constructor(
    private readonly clock: Clock,
    private readonly options: AttemptLimit,
  ) {}

  /** @returns milliseconds until another attempt is admitted; 0: now */
  waitMs(key: string): number {
    const recent = this.recent(key);
    const oldest = recent[recent.length - this.options.limit];
    return oldest === undefined ? 0 : oldest + this.options.windowMs - this.clock.monotonicMs();
  }

  note(key: string): void {
    const recent = this.recent(key);
    this.attempts.delete(key);
    this.attempts.set(key, [...recent, this.clock.monotonicMs()].slice(-this.options.limit));
    if (this.attempts.size <= KEYS_MAX) return;
    const [longestQuiet] = this.attempts.keys();
    if (longestQuiet !== undefined) this.attempts.delete(longestQuiet);
  }

  private recent(key: string): readonly number[] {
    const since = this.clock.monotonicMs() - this.options.windowMs;
    return (this.attempts.get(key) ?? []).filter((at) => at > since);
  }
}
