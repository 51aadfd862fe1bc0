import { type Clock } from '../../../platform/clock/clock.js';
import { type AdaptiveLimit } from '../budget/adaptive-limit.js';
import { type SendGate } from '../budget/send-gate.js';
import { type SlotWindow } from '../budget/slot-window.js';
import { type WaitingCall, type WaitingCalls } from '../budget/waiting-calls.js';
import { type ServerCapabilities } from '../capabilities.js';
import { type Lane } from '../hikcentral-gateway.js';
import { type ClockWatch } from './clock-watch.js';
import { type KnownCapabilities } from './known-capabilities.js';
import { type SessionGauges } from './session-gauges.js';

export interface SessionViewParts {
  readonly serverId: string;
  readonly clock: Clock;
  readonly gate: SendGate;
  readonly slots: SlotWindow;
  readonly limit: AdaptiveLimit;
  readonly waiting: WaitingCalls<WaitingCall>;
  readonly clockWatch: ClockWatch;
  readonly known: KnownCapabilities;
}

/** A session as Prometheus sees it. */
export class SessionView implements SessionGauges {
  constructor(private readonly parts: SessionViewParts) {}

  get serverId(): string {
    return this.parts.serverId;
  }

  slotsUsed(): number {
    return this.parts.slots.used().all;
  }

  slotsReserved(): number {
    return this.parts.limit.revokeReserve;
  }

  configuredLimit(): number {
    return this.parts.limit.configured;
  }

  effectiveLimit(): number {
    return this.parts.limit.limit;
  }

  isPaused(): boolean {
    return !this.parts.gate.isOpen();
  }

  isBreakerOpen(): boolean {
    return this.parts.gate.isBreakerOpen;
  }

  capabilities(): ServerCapabilities {
    return this.parts.known.capabilities;
  }

  clockOffsetSeconds(): number | null {
    const { offsetMs } = this.parts.clockWatch;
    return offsetMs === null ? null : offsetMs / 1_000;
  }

  oldestWaitingSeconds(lane: Lane): number {
    const { waiting, clock } = this.parts;
    const sinceMs = waiting.oldestSinceMs(lane);
    return sinceMs === null ? 0 : (clock.monotonicMs() - sinceMs) / 1_000;
  }
}
