import { type Random } from '../../../platform/random/random.js';
import { type SlotLimits } from './slot-window.js';

/** How long after a halt or an outage calls are spread, and how far apart two of them are at most. */
const LASTS_MS = 10_000;
const LONGEST_GAP_MS = 2_000;

/**
 * After a halt or an outage everything that waits is due in the same instant, here and in every other client of that
 * HikCentral. So all but revocation goes on one call at a time, a random while apart. Times are monotonic.
 */
export class SlowStart {
  private endsAtMs = 0;
  private nextAtMs = 0;

  constructor(
    private readonly random: Random,
    private readonly limits: SlotLimits,
  ) {}

  begin(atMs: number): void {
    this.endsAtMs = atMs + Math.min(LASTS_MS, this.limits.windowMs);
    this.nextAtMs = atMs + this.gapMs();
  }

  booked(nowMs: number): void {
    if (nowMs < this.endsAtMs) this.nextAtMs = nowMs + this.gapMs();
  }

  /** In the past when nobody waits for it. */
  waitsUntilMs(nowMs: number): number {
    return nowMs < this.endsAtMs ? this.nextAtMs : nowMs;
  }

  /** Never so far apart that the limit could not be used. */
  private gapMs(): number {
    return this.random.fraction() * Math.min(LONGEST_GAP_MS, this.limits.windowMs / this.limits.limit);
  }
}
