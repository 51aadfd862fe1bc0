import { Mutex } from '../budget/mutex.js';
import { type Admission, type SendGate } from '../budget/send-gate.js';
import { type SlotPacer } from '../budget/slot-pacer.js';
import { type SlotKind, type SlotWindow } from '../budget/slot-window.js';
import { kindOf, type WaitingCall, WaitingCalls } from '../budget/waiting-calls.js';
import { type CallOutcome } from '../hikcentral-gateway.js';
import { type Booking, Bookings } from './booking.js';
import { notSent } from './call-sender.js';
import { type SessionParts } from './session-parts.js';

export interface Waiting extends WaitingCall {
  readonly resolve: (outcome: CallOutcome<unknown>) => void;
  readonly reject: (error: unknown) => void;
}

export type Next =
  | { readonly kind: 'send'; readonly call: Waiting; readonly booking: Booking; readonly wasProbe: boolean }
  /** Nobody waits for a slot of this kind any more, or the one who did found nothing to do. */
  | { readonly kind: 'nothing' }
  /** Monotonic; null: until something changes. */
  | { readonly kind: 'wait'; readonly untilMs: number | null };

export interface CallDeskParts extends SessionParts {
  readonly gate: SendGate;
  readonly slots: SlotWindow;
  readonly pacer: SlotPacer;
  /** The session's end. */
  readonly ending: AbortSignal;
}

/** Who goes next, one after the other: chosen, booked in the ledger and given a slot in one turn. */
export class CallDesk {
  readonly waiting: WaitingCalls<Waiting>;
  /** Monotonic: until then calls of earlier holders may still arrive, and nothing is given. */
  givesFromMs = 0;
  private readonly bookings: Bookings;
  private readonly turn = new Mutex();

  constructor(private readonly parts: CallDeskParts) {
    const { clock, lease } = parts;
    this.waiting = new WaitingCalls<Waiting>(clock.monotonicMs());
    this.bookings = new Bookings({ ...parts, leaseKey: lease.key, epoch: lease.epoch });
  }

  bookNext(kind: SlotKind): Promise<Next> {
    return this.turn.run(() => this.next(kind));
  }

  /**
   * A call of its own, in ledger and window, for the second try of a read. null when that would make anybody wait, or
   * is not allowed now: a retry goes before nobody.
   */
  bookAgain({ lane, operation }: Booking): Promise<Booking | null> {
    return this.turn.run(async () => {
      const { gate, slots, pacer, ending, random } = this.parts;
      const kind = kindOf(lane);
      const isFree = gate.admit(kind).kind === 'open' && slots.hasRoom(kind) && !this.waiting.hasAny();
      if (ending.aborted || !isFree) return null;
      const result = await this.bookings.book(random.uuid(), lane, () => Promise.resolve(operation));
      if (result.kind !== 'booked') return null;
      this.occupy(result.booking);
      await pacer.take(kind);
      return result.booking;
    });
  }

  private async next(kind: SlotKind): Promise<Next> {
    const { gate, slots, clock, ending } = this.parts;
    if (ending.aborted || !this.waiting.has(kind)) return { kind: 'nothing' };
    const admission = gate.admit(kind);
    if (admission.kind === 'closed') return { kind: 'wait', untilMs: admission.untilMs };
    // Handed out by the pacer and meanwhile taken by a retry.
    if (!slots.hasRoom(kind)) return { kind: 'wait', untilMs: slots.nextFreeAtMs(kind) };
    const nowMs = clock.monotonicMs();
    const mayGive = nowMs >= this.givesFromMs;
    const call = this.waiting.take({ kind, nowMs, mayGive });
    if (!call) return { kind: 'wait', untilMs: this.givesFromMs };
    try {
      return await this.book(call, admission);
    } catch (error) {
      call.reject(error);
      return { kind: 'nothing' };
    }
  }

  private async book(call: Waiting, admission: Admission): Promise<Next> {
    const { clock, random, lease, gate, limits, metrics, ending } = this.parts;
    const result = await this.bookings.book(random.uuid(), call.lane, call.choose);
    if (result.kind === 'full') {
      // Ended while the ledger was read: those who wait have been told, and nobody looks among them any more.
      if (ending.aborted) {
        call.resolve(notSent(null));
        return { kind: 'nothing' };
      }
      this.waiting.putBack(call);
      const waitMs = Math.min(result.until.getTime() - clock.now().getTime(), limits.windowMs);
      return { kind: 'wait', untilMs: clock.monotonicMs() + Math.max(1, waitMs) };
    }
    if (result.kind === 'idle') {
      call.resolve({ kind: 'idle' });
      return { kind: 'nothing' };
    }
    if (result.kind === 'fenced') {
      lease.lose();
      call.resolve(notSent(null));
      return { kind: 'nothing' };
    }
    const { booking } = result;
    const wasProbe = admission.kind === 'probe';
    if (wasProbe) gate.beginProbe();
    this.occupy(booking);
    this.waiting.sent(call.lane, clock.monotonicMs());
    if (!call.isProbe) metrics.waited(call.lane, clock.monotonicMs() - call.sinceMs);
    return { kind: 'send', call, booking, wasProbe };
  }

  private occupy({ callId, lane, deadlineMs }: Booking): void {
    const { slots, gate, limits } = this.parts;
    slots.occupy(callId, kindOf(lane), deadlineMs + limits.windowMs);
    gate.booked(kindOf(lane));
  }
}
