import { type RawAnswer } from '../client/interpret-answer.js';
import { retryAfterMs } from '../mapping/retry-after.js';
import { type Pause } from '../persistence/call-ledger.js';
import { type Booking } from './booking.js';
import { CallLog, type ServerState } from './call-log.js';
import { type CallVerdict } from './call-verdict.js';
import { type ClockWatch } from './clock-watch.js';
import { type KnownCapabilities } from './known-capabilities.js';
import { type ServerNotes } from './server-notes.js';
import { type SessionParts } from './session-parts.js';

const FORGET_AFTER_MS = 7 * 24 * 60 * 60 * 1_000;
const FORGET_EVERY_MS = 60 * 60 * 1_000;

export interface SessionReportsParts extends SessionParts {
  readonly clockWatch: ClockWatch;
  readonly known: KnownCapabilities;
  readonly notes: ServerNotes;
}

/** Writes down what became of calls: ledger, metrics, log, and what the answer taught about its server. */
export class SessionReports {
  private readonly callLog: CallLog;
  private forgottenAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly parts: SessionReportsParts) {
    this.callLog = new CallLog(parts);
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
    const { clockWatch, known, metrics, logger } = this.parts;
    this.callLog.called(booking, verdict);
    this.callLog.turned(verdict, state);
    if (verdict.answeredAt !== null) clockWatch.observe(state.date, booking.bookedAt, verdict.answeredAt);
    known.observe(booking.operation, verdict.outcome);
    try {
      await this.save(booking, verdict, this.pauseNow(state));
    } catch (error) {
      // The caller must get the answer all the same. In the ledger the call stays unanswered, and so occupies its slot
      // for longer than it does: safe.
      metrics.leftUnsettled();
      logger.error('ledger not told of an answer', error, { callId: booking.callId });
    }
  }

  retryFailed(error: unknown): void {
    this.parts.logger.error('retry not booked', error, { serverId: this.parts.serverId });
  }

  probeFailed(error: unknown): void {
    this.parts.logger.error('probe not made', error);
  }

  private async save(booking: Booking, verdict: CallVerdict, pause: Pause | null): Promise<void> {
    const { unitOfWork, ledger, serverId, clock, notes } = this.parts;
    const nowMs = clock.monotonicMs();
    const shouldForget = nowMs - this.forgottenAtMs >= FORGET_EVERY_MS;
    const news = notes.news(pause);
    await unitOfWork.run(async (tx) => {
      await ledger.settle(tx, {
        id: booking.callId,
        outcome: verdict.end,
        answeredAt: verdict.answeredAt,
        vendorCode: verdict.vendorCode,
        httpStatus: verdict.httpStatus,
        occupiesUntil: this.occupiesUntil(booking, verdict),
      });
      await ledger.remember(tx, serverId, news);
      if (shouldForget) await ledger.forgetBefore(tx, serverId, new Date(clock.now().getTime() - FORGET_AFTER_MS));
    });
    notes.wrote(news);
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
}
