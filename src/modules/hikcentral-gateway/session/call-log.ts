import { type BreakerChange } from '../budget/breaker.js';
import { type SendGate } from '../budget/send-gate.js';
import { type Booking } from './booking.js';
import { type CallVerdict } from './call-verdict.js';
import { type SessionParts } from './session-parts.js';

/** What one answer changed for everybody. */
export interface ServerState {
  readonly change: BreakerChange;
  readonly gate: SendGate;
  /** The answer's own `Date`. */
  readonly date: string | null;
  /** How long a 429 halts everything; null when this call was none. */
  readonly haltMs: number | null;
}

/** One line for each call that failed and for each turn of events, none for a good call. */
export class CallLog {
  constructor(private readonly parts: Pick<SessionParts, 'clock' | 'logger' | 'metrics' | 'serverId'>) {}

  called({ operation, bookedAtMs }: Booking, { outcome, skippedCount }: CallVerdict): void {
    const { clock, logger, metrics, serverId } = this.parts;
    const durationMs = Math.round(clock.monotonicMs() - bookedAtMs);
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

  turned({ outcome }: CallVerdict, { change, gate, haltMs }: ServerState): void {
    const { logger, metrics, serverId } = this.parts;
    if (haltMs !== null) {
      metrics.halted(serverId);
      logger.warn('hikcentral asks for patience', { serverId, haltMs: Math.round(haltMs) });
    }
    if (change === 'closed') logger.info('hikcentral is back', { serverId });
    if (change !== 'opened' || gate.breakerCause === null) return;
    metrics.breakerOpened(serverId, gate.breakerCause);
    if (gate.breakerCause === 'refused' && 'error' in outcome) {
      logger.error('hikcentral refuses our key', outcome.error, { serverId });
    } else {
      logger.warn('hikcentral is left alone until it answers', { serverId });
    }
  }
}
