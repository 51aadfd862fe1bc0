import { type Clock } from '../../../platform/clock/clock.js';
import { type SlotLimits } from './slot-window.js';

/** How many windows without a refusal a step up waits for: after the first refusal, and at most. */
const FIRST_CALM_WINDOWS = 5;
const LONGEST_CALM_WINDOWS = 60;
/** Each refusal makes steps rarer, each step that was not refused makes them more frequent again. */
const CALM_GROWTH = 4;
const CALM_SHRINK = 2;

/** From nothing to the configured limit in so many steps. */
const STEPS = 10;

/** What a server that refused us taught, as it outlives a session. */
export interface LearnedLimit {
  readonly limit: number;
  readonly calmWindows: number;
  readonly raiseAt: Date;
}

export interface RefusedAt {
  /** Monotonic: when the refused call was booked. */
  readonly bookedAtMs: number;
  /** Calls of ours in the window that were not refused, those without an answer among them. */
  readonly servedInWindow: number;
}

/**
 * The limit that is kept: the configured one, or less after a server refused us for too many calls although we were
 * within it. It had then counted at most the other calls of ours that lie in the window and were not refused, so its
 * limit is no higher than their number, and that number is kept: lower would be a guess. Where hardly any was served
 * that does not explain the refusal (a quota of another kind, another client with our key, a longer window): half then.
 * It stays above the reserve: at or below, provisioning would end for good, and revocation would get nothing by it that
 * it does not have. A server that allows even less refuses about once a window, and is obeyed.
 *
 * Then up again, one step after a number of windows without a refusal. A server whose limit really is lower refuses a
 * call at each try, so after a step that was refused the next one waits longer: an hour in the end with a window of a
 * minute. What is lost is a slot and a halt each time; what is gained is all of the budget when the trouble was a
 * passing one. Times are monotonic.
 */
export class AdaptiveLimit implements SlotLimits {
  readonly configured: number;
  readonly revokeReserve: number;
  readonly windowMs: number;
  private current: number;
  private calmWindows = FIRST_CALM_WINDOWS / CALM_GROWTH;
  private raiseAtMs: number | null = null;
  private refusedAtMs: number | null = null;
  private hasServedSince = false;
  private cancel: () => void = () => undefined;

  constructor(
    { limit, revokeReserve, windowMs }: SlotLimits,
    private readonly clock: Clock,
    /** By how many slots more, or fewer where negative. */
    private readonly onChange: (by: number) => void,
  ) {
    this.configured = limit;
    this.current = limit;
    this.revokeReserve = revokeReserve;
    this.windowMs = windowMs;
  }

  get limit(): number {
    return this.current;
  }

  /** null: the configured limit is in force. */
  get learned(): LearnedLimit | null {
    if (this.raiseAtMs === null) return null;
    const inMs = Math.max(0, Math.ceil(this.raiseAtMs - this.clock.monotonicMs()));
    const raiseAt = new Date(this.clock.now().getTime() + inMs);
    return { limit: this.current, calmWindows: this.calmWindows, raiseAt };
  }

  /** What an earlier holder was taught; the clock that wrote it may differ from ours, so no wait is longer than it was. */
  restore({ limit, calmWindows, raiseAt }: LearnedLimit): void {
    if (limit >= this.configured) return;
    this.calmWindows = Math.min(Math.max(1, calmWindows), LONGEST_CALM_WINDOWS);
    this.moveTo(Math.max(limit, this.lowest));
    const inMs = raiseAt.getTime() - this.clock.now().getTime();
    this.raiseIn(Math.min(Math.max(0, inMs), this.calmMs));
  }

  refused({ bookedAtMs, servedInWindow }: RefusedAt): void {
    // Calls that were on their way together, or again and again before anything was served, are one refusal.
    const isNew = this.refusedAtMs === null || (this.hasServedSince && bookedAtMs > this.refusedAtMs);
    if (isNew) this.calmWindows = Math.min(this.calmWindows * CALM_GROWTH, LONGEST_CALM_WINDOWS);
    this.refusedAtMs = this.clock.monotonicMs();
    this.hasServedSince = false;
    const explained = servedInWindow >= this.lowest ? servedInWindow : Math.ceil(this.current / 2);
    if (isNew || servedInWindow >= this.lowest) this.moveTo(Math.min(this.current, Math.max(explained, this.lowest)));
    this.raiseIn(this.calmMs);
  }

  served(bookedAtMs: number): void {
    if (this.refusedAtMs !== null && bookedAtMs > this.refusedAtMs) this.hasServedSince = true;
  }

  /** Lets go of its timer. */
  close(): void {
    this.cancel();
  }

  private get lowest(): number {
    return Math.min(this.configured, this.revokeReserve + 1);
  }

  private get calmMs(): number {
    return this.calmWindows * this.windowMs;
  }

  private raiseIn(delayMs: number): void {
    this.cancel();
    this.raiseAtMs = null;
    if (this.current >= this.configured) return;
    this.raiseAtMs = this.clock.monotonicMs() + delayMs;
    this.cancel = this.clock.after(delayMs, () => this.raise());
  }

  private raise(): void {
    this.calmWindows = Math.max(1, this.calmWindows / CALM_SHRINK);
    this.moveTo(Math.min(this.configured, this.current + Math.ceil(this.configured / STEPS)));
    this.raiseIn(this.calmMs);
  }

  private moveTo(limit: number): void {
    const by = limit - this.current;
    this.current = limit;
    if (by !== 0) this.onChange(by);
  }
}
