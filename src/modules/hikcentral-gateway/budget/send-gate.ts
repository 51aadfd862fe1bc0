import { type Clock } from '../../../platform/clock/clock.js';
import { Breaker, type BreakerCause, type BreakerChange } from './breaker.js';
import { type SlotKind } from './slot-window.js';

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
  private haltedUntilMs = 0;

  constructor(private readonly clock: Clock) {}

  admit(kind: SlotKind): Admission {
    const nowMs = this.clock.monotonicMs();
    if (nowMs < this.haltedUntilMs) return { kind: 'closed', untilMs: this.haltedUntilMs };
    const { probeAtMs } = this.breaker;
    if (probeAtMs === null) return { kind: 'open' };
    if (kind === 'revoke' && this.breaker.isProbeDue(nowMs)) return { kind: 'probe' };
    // While a probe is under way its result is waited for, and that rings.
    return { kind: 'closed', untilMs: Math.max(probeAtMs, nowMs + RECHECK_MS) };
  }

  /** At the socket: a call that was booked before the halt stays here. */
  isHalted(): boolean {
    return this.clock.monotonicMs() < this.haltedUntilMs;
  }

  halt(durationMs: number): void {
    this.haltedUntilMs = Math.max(this.haltedUntilMs, this.clock.monotonicMs() + durationMs);
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
    if (sign === 'answered') return this.breaker.succeeded();
    return sign === 'refused' ? this.breaker.refused(nowMs) : this.breaker.failed(nowMs, wasProbe);
  }

  isOpen(): boolean {
    return !this.isHalted() && !this.isBreakerOpen;
  }

  /** Monotonic; the present when nothing is waited out. */
  opensAtMs(): number {
    return Math.max(this.clock.monotonicMs(), this.haltedUntilMs, this.breaker.probeAtMs ?? 0);
  }
}

/** How often a waiter looks again while a probe is under way. */
const RECHECK_MS = 1_000;
