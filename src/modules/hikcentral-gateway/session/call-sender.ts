import { type AdaptiveLimit } from '../budget/adaptive-limit.js';
import { type SendGate } from '../budget/send-gate.js';
import { type SlotWindow } from '../budget/slot-window.js';
import { type Gate } from '../client/gated-transport.js';
import { type RawAnswer } from '../client/interpret-answer.js';
import { NoAnswer } from '../client/no-answer.js';
import { GatewayError } from '../gateway.errors.js';
import { type CallOutcome } from '../hikcentral-gateway.js';
import { type Booking } from './booking.js';
import { type CallVerdict, judge } from './call-verdict.js';
import { type SessionParts } from './session-parts.js';
import { type SessionReports } from './session-reports.js';

/** Retries of many calls that broke together do not leave together. */
const RETRY_JITTER_MS = 250;

export interface CallSenderParts extends Pick<SessionParts, 'client' | 'clock' | 'random' | 'lease'> {
  readonly gate: SendGate;
  readonly slots: SlotWindow;
  readonly limit: AdaptiveLimit;
  readonly reports: SessionReports;
  /** The session's end. */
  readonly signal: AbortSignal;
  /** A second call for the same read; null when none may be made now. */
  readonly bookAgain: (booking: Booking) => Promise<Booking | null>;
  /** What is known of the server, or of the window, may have changed. */
  readonly onNews: () => void;
}

/** Sends one booked call and draws the conclusions: for its slot, for everybody who waits, for the ledger. */
export class CallSender {
  constructor(private readonly parts: CallSenderParts) {}

  async send(booking: Booking, wasProbe: boolean): Promise<CallOutcome<unknown>> {
    const { client, clock, gate } = this.parts;
    let last = booking;
    const bookAgain = async (lost: NoAnswer): Promise<Gate | null> => {
      const next = await this.bookAgain(booking, lost);
      if (next === null) return null;
      last = next;
      return () => this.objection(next);
    };
    try {
      const answer = await client.send(booking.operation, {
        timeoutMs: Math.max(0, booking.deadlineMs - clock.monotonicMs()),
        gate: () => this.objection(booking),
        ...(!wasProbe && { bookAgain }),
      });
      const outcome = await this.conclude(last, answer, wasProbe);
      return last === booking ? outcome : asOf(booking, outcome);
    } catch (error) {
      // A mistake of ours; the next probe must not wait for this one.
      if (wasProbe) gate.cancelProbe();
      throw error;
    }
  }

  /** What was lost is written down as any call without an answer; that an idle connection was closed blames no server. */
  private async bookAgain(booking: Booking, lost: NoAnswer): Promise<Booking | null> {
    const { clock, random, gate, reports, signal } = this.parts;
    await clock.sleep(random.fraction() * RETRY_JITTER_MS, signal);
    if (this.objection(booking) !== null) return null;
    const next = await this.parts.bookAgain(booking).catch((error: unknown) => {
      // The read stays unanswered, as without a retry; its caller asks again.
      reports.retryFailed(error);
      return null;
    });
    if (next === null) return null;
    const verdict = { ...judge(booking, lost, clock.now()), sign: null };
    await reports.settle(booking, verdict, { change: null, gate, date: null, haltMs: null });
    return next;
  }

  /** Asked at the socket, right before the bytes are written. */
  private objection({ callId, deadlineMs }: Booking): GatewayError | null {
    const { clock, lease, gate, signal } = this.parts;
    if (!lease.isValid() || signal.aborted) return notSent(callId).error;
    return gate.isHalted() || clock.monotonicMs() >= deadlineMs ? notSent(callId).error : null;
  }

  private async conclude(
    booking: Booking,
    answer: RawAnswer | NoAnswer,
    wasProbe: boolean,
  ): Promise<CallOutcome<unknown>> {
    const { clock, gate, reports, onNews } = this.parts;
    const verdict = judge(booking, answer, clock.now());
    this.account(booking, verdict);
    const haltMs = verdict.isRateLimited && !(answer instanceof NoAnswer) ? reports.haltMs(answer) : null;
    if (haltMs !== null) gate.halt(haltMs);
    if (wasProbe && verdict.sign === null) gate.cancelProbe();
    const change = verdict.sign === null ? null : gate.record(verdict.sign, wasProbe);
    onNews();
    const date = answer instanceof NoAnswer ? null : answer.date;
    await reports.settle(booking, verdict, { change, gate, date, haltMs });
    return verdict.outcome;
  }

  /** What the answer says about the slot and about the limit. */
  private account({ callId, bookedAtMs }: Booking, { end, answeredAt, isRateLimited }: CallVerdict): void {
    const { slots, limit } = this.parts;
    if (end === 'not-sent') slots.release(callId);
    else if (answeredAt !== null) slots.answered(callId, isRateLimited);
    if (isRateLimited) limit.refused({ bookedAtMs, servedInWindow: slots.servedCount() });
    else if (answeredAt !== null) limit.served(bookedAtMs);
  }
}

/** The caller knows the first call only, and that one did leave. */
function asOf({ callId, deadlineAt }: Booking, outcome: CallOutcome<unknown>): CallOutcome<unknown> {
  if (outcome.kind === 'idle') return outcome;
  if (outcome.kind === 'not-sent') return { kind: 'unknown', callId, error: outcome.error, deadlineAt };
  return { ...outcome, callId };
}

/** @param callId null when it was not even booked */
export function notSent(callId: string | null): Extract<CallOutcome<unknown>, { kind: 'not-sent' }> {
  const error = new GatewayError('GATEWAY.NOT_SENT', 'the call did not leave: the session ended or is halted');
  return { kind: 'not-sent', callId, error };
}
