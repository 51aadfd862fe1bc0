import { type ServerCapabilities } from '../capabilities.js';
import { type Lane } from '../hikcentral-gateway.js';

/** What the gauges ask a session when Prometheus comes by. */
export interface SessionGauges {
  readonly serverId: string;
  slotsUsed(): number;
  slotsReserved(): number;
  configuredLimit(): number;
  effectiveLimit(): number;
  isPaused(): boolean;
  isBreakerOpen(): boolean;
  /** Ahead of ours positive; null before an answer said. */
  clockOffsetSeconds(): number | null;
  /** 0 when nobody waits. */
  oldestWaitingSeconds(lane: Lane): number;
  capabilities(): ServerCapabilities;
}
