import { type Clock } from '../../../platform/clock/clock.js';
import { type UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type Logger } from '../../../platform/logging/logger.js';
import { type Random } from '../../../platform/random/random.js';
import { type SlotLimits } from '../budget/slot-window.js';
import { type HikCentralClient } from '../client/hikcentral-client.js';
import { type GatewayMetrics } from '../gateway.metrics.js';
import { type CallLedger } from '../persistence/call-ledger.js';

/** The lease as a session needs it. */
export interface HeldLease {
  readonly key: string;
  readonly epoch: number;
  readonly signal: AbortSignal;
  isValid(): boolean;
  lose(): void;
}

export interface SessionParts {
  readonly serverId: string;
  readonly limits: SlotLimits;
  readonly maxSockets: number;
  readonly timeoutMs: number;
  readonly lease: HeldLease;
  readonly client: Pick<HikCentralClient, 'send'>;
  readonly ledger: CallLedger;
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly metrics: GatewayMetrics;
}
