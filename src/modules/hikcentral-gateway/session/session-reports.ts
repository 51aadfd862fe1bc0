import { type SendGate } from '../budget/send-gate.js';
import { type BreakerChange } from '../budget/breaker.js';
import { type RawAnswer } from '../client/interpret-answer.js';
import { retryAfterMs } from '../mapping/retry-after.js';
import { type Pause } from '../persistence/call-ledger.js';
import { type Booking } from './booking.js';
import { type CallVerdict } from './call-verdict.js';
import { ClockWatch } from './clock-watch.js';
import { type SessionParts } from './session-parts.js';

const FORGET_AFTER_MS = 7 * 24 * 60 * 60 * 1_000;
const FORGET_EVERY_MS = 60 * 60 * 1_000;

export interface ServerState {
  readonly change: BreakerChange;
  readonly gate: SendGate;
  /** The answer's own `Date`. */
  readonly date: string | null;
  /** How long a 429 halts everything; null when this call was none. */
  readonly haltMs: number | null;
}

/** Writes down what became of calls: ledger, metrics, log. */
export class SessionReports {
  private forgottenAtMs = Number.NEGATIVE_INFINITY;
  /** True at first: an earlier holder may have left a pause that nobody else takes back. */
  private wasPaused = true;

  private readonly clockWatch: ClockWatch;
  /** null at first: what an earlier holder saw is replaced by what we see. */
  private savedClockOff: boolean | null = null;

  constructor(private readonly parts: SessionParts) {
    this.clockWatch = new ClockWatch(parts.logger, parts.serverId);
  }

  get clockOffsetMs(): number | null {
    return this.clockWatch.offsetMs;
  }

  haltMs({ retryAfter, date }: RawAnswer): number {
    const { clock, random, limits } = this.parts;
    return retryAfterMs({
      retryAfter,
      date,
      now: clock.now(),
      windowMs: limits.windowMs,
      fraction: random.fraction(),
    });
  }

  async settle(booking: Booking, verdict: CallVerdict, state: ServerState): Promise<void> {
    this.log(booking, verdict);
    this.logTransition(verdict, state);
    if (verdict.answeredAt !== null) this.clockWatch.observe(state.date, booking.bookedAt, verdict.answeredAt);
    try {
      await this.save(booking, verdict, this.pauseNow(state));
    } catch (error) {
      // The caller must get the answer all the same. In the ledger the call stays unanswered, and so occupies its slot
      // for longer than it does: safe.
      this.parts.metrics.leftUnsettled();
      this.parts.logger.error('ledger not told of an answer', error, { callId: booking.callId });
    }
  }

  retryFailed(error: unknown): void {
    this.parts.logger.error('retry not booked', error, { serverId: this.parts.serverId });
  }

  probeFailed(error: unknown): void {
    this.parts.logger.error('probe not made', error);
  }

  private async save(booking: Booking, verdict: CallVerdict, pause: Pause | null): Promise<void> {
    const { unitOfWork, ledger, serverId, clock } = this.parts;
    const nowMs = clock.monotonicMs();
    const shouldForget = nowMs - this.forgottenAtMs >= FORGET_EVERY_MS;
    const shouldSavePause = pause !== null || this.wasPaused;
    const { isOff, offsetMs } = this.clockWatch;
    const shouldSaveClock = offsetMs !== null && isOff !== this.savedClockOff;
    await unitOfWork.run(async (tx) => {
      await ledger.settle(tx, {
        id: booking.callId,
        outcome: verdict.end,
        answeredAt: verdict.answeredAt,
        vendorCode: verdict.vendorCode,
        httpStatus: verdict.httpStatus,
        occupiesUntil: this.occupiesUntil(booking, verdict),
      });
      if (shouldSavePause) await ledger.savePause(tx, serverId, pause);
      if (shouldSaveClock) await ledger.saveClock(tx, serverId, isOff);
      if (shouldForget) await ledger.forgetBefore(tx, serverId, new Date(clock.now().getTime() - FORGET_AFTER_MS));
    });
    this.wasPaused = pause !== null;
    if (shouldSaveClock) this.savedClockOff = isOff;
    if (shouldForget) this.forgottenAtMs = nowMs;
  }

  private occupiesUntil({ bookedAt, deadlineAt }: Booking, { end, answeredAt }: CallVerdict): Date {
    if (end === 'not-sent') return bookedAt;
    return new Date((answeredAt ?? deadlineAt).getTime() + this.parts.limits.windowMs);
  }

  private pauseNow({ gate }: ServerState): Pause | null {
    if (gate.isOpen()) return null;
    const { clock } = this.parts;
    const until = new Date(clock.now().getTime() + Math.max(0, Math.ceil(gate.opensAtMs() - clock.monotonicMs())));
    return { until, reason: gate.isHalted() ? 'rate-limited' : (gate.breakerCause ?? 'outage') };
  }

  private log({ operation, deadlineMs }: Booking, { outcome, skippedCount }: CallVerdict): void {
    const { clock, logger, metrics, serverId, timeoutMs } = this.parts;
    const durationMs = Math.round(clock.monotonicMs() - (deadlineMs - timeoutMs));
    metrics.called(operation.name, outcome.kind, durationMs);
    if (skippedCount > 0) {
      metrics.itemsSkipped(operation.name, skippedCount);
      logger.warn('hikcentral items skipped', { operation: operation.name, skippedCount, serverId });
    }
    if (outcome.kind === 'done' || outcome.kind === 'idle') return;
    const { code, context } = outcome.error;
    logger.warn('hikcentral call failed', {
      operation: operation.name,
      outcome: outcome.kind,
      code,
      vendorCode: context['vendorCode'] ?? null,
      httpStatus: context['httpStatus'] ?? null,
      reason: context['reason'] ?? null,
      durationMs,
      serverId,
    });
  }

  private logTransition({ outcome }: CallVerdict, { change, gate, haltMs }: ServerState): void {
    const { logger, serverId } = this.parts;
    if (haltMs !== null) logger.warn('hikcentral asks for patience', { serverId, haltMs: Math.round(haltMs) });
    if (change === 'closed') logger.info('hikcentral is back', { serverId });
    if (change !== 'opened') return;
    if (gate.breakerCause === 'refused' && 'error' in outcome) {
      logger.error('hikcentral refuses our key', outcome.error, { serverId });
    } else {
      logger.warn('hikcentral is left alone until it answers', { serverId });
    }
  }
}
