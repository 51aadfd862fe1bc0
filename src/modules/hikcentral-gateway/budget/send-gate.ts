import { type Clock } from '../../../platform/clock/clock.js';
import { type Random } from '../../../platform/random/random.js';
import { Breaker, type BreakerCause, type BreakerChange } from './breaker.js';
import { SlowStart } from './slow-start.js';
import { type SlotKind, type SlotLimits } from './slot-window.js';

/** What a call's answer says about the server, whatever it says about its subject. */
export type ServerSign = 'answered' | 'failed' | 'refused';

export type Admission =
  | { readonly kind: 'open' }
  /** The one call that may ask whether HikCentral is back. */
  | { readonly kind: 'probe' }
  | { readonly kind: 'closed'; readonly untilMs: number };

/** Whether anything may be sent now: a 429 halts every lane, an open breaker lets probes through. */
export class SendGate {
  private readonly breaker = new Breaker();
  private readonly slowStart: SlowStart;
  private haltedUntilMs = 0;

  constructor(
    private readonly clock: Clock,
    random: Random,
    limits: SlotLimits,
  ) {
    this.slowStart = new SlowStart(random, limits);
  }

  admit(kind: SlotKind): Admission {
    const nowMs = this.clock.monotonicMs();
    if (nowMs < this.haltedUntilMs) return { kind: 'closed', untilMs: this.haltedUntilMs };
    const { probeAtMs } = this.breaker;
    if (probeAtMs === null) return this.admitOpen(kind, nowMs);
    if (kind === 'revoke' && this.breaker.isProbeDue(nowMs)) return { kind: 'probe' };
    // While a probe is under way its result is waited for, and that rings.
    return { kind: 'closed', untilMs: Math.max(probeAtMs, nowMs + RECHECK_MS) };
  }

  /** A call was booked; while things begin again the next one of its kind waits a little. */
  booked(kind: SlotKind): void {
    if (kind === 'general') this.slowStart.booked(this.clock.monotonicMs());
  }

  /** At the socket: a call that was booked before the halt stays here. */
  isHalted(): boolean {
    return this.clock.monotonicMs() < this.haltedUntilMs;
  }

  halt(durationMs: number): void {
    const untilMs = this.clock.monotonicMs() + durationMs;
    if (untilMs <= this.haltedUntilMs) return;
    this.haltedUntilMs = untilMs;
    if (durationMs > 0) this.slowStart.begin(untilMs);
  }

  get isBreakerOpen(): boolean {
    return this.breaker.cause !== null;
  }

  get breakerCause(): BreakerCause | null {
    return this.breaker.cause;
  }

  get probeAtMs(): number | null {
    return this.breaker.probeAtMs;
  }

  beginProbe(): void {
    this.breaker.beginProbe();
  }

  cancelProbe(): void {
    this.breaker.cancelProbe();
  }

  record(sign: ServerSign, wasProbe: boolean): BreakerChange {
    const nowMs = this.clock.monotonicMs();
    if (sign === 'answered') {
      const change = this.breaker.succeeded();
      if (change === 'closed') this.slowStart.begin(nowMs);
      return change;
    }
    return sign === 'refused' ? this.breaker.refused(nowMs) : this.breaker.failed(nowMs, wasProbe);
  }

  isOpen(): boolean {
    return !this.isHalted() && !this.isBreakerOpen;
  }

  /** Monotonic; the present when nothing is waited out. */
  opensAtMs(): number {
    return Math.max(this.clock.monotonicMs(), this.haltedUntilMs, this.breaker.probeAtMs ?? 0);
  }

  private admitOpen(kind: SlotKind, nowMs: number): Admission {
    const untilMs = kind === 'general' ? this.slowStart.waitsUntilMs(nowMs) : nowMs;
    return nowMs < untilMs ? { kind: 'closed', untilMs } : { kind: 'open' };
  }
}

/** How often a waiter looks again while a probe is under way. */
const RECHECK_MS = 1_000;
