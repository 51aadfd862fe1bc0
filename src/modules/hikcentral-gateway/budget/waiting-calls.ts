import { type ChooseCall, type Lane, LANES } from '../hikcentral-gateway.js';
import { type SlotKind } from './slot-window.js';

const MINUTE_MS = 60 * 1_000;

/**
 * Without a call in this time a lane that waits goes before everything but revocation, so that no backlog above it
 * starves it: passages every 5 minutes, since visits end by them; sweep every 15, since it finds what no event told;
 * clean-up every 60. A full backlog pays 17 calls an hour for it.
 */
export const AT_LEAST_EVERY_MS: ReadonlyMap<Lane, number> = new Map<Lane, number>([
  ['passages', 5 * MINUTE_MS],
  ['sweep', 15 * MINUTE_MS],
  ['clean-up', 60 * MINUTE_MS],
]);

/** Somebody who waits for a slot. What is to be sent is not known yet. */
export interface WaitingCall {
  readonly lane: Lane;
  readonly choose: ChooseCall<unknown>;
  /** Monotonic milliseconds. */
  readonly sinceMs: number;
  /** Asks whether HikCentral is back; goes when no revocation waits. */
  readonly isProbe: boolean;
}

export interface Turn {
  readonly kind: SlotKind;
  /** Monotonic milliseconds. */
  readonly nowMs: number;
  /** False while calls of an earlier holder may still arrive: then nothing is given. */
  readonly mayGive: boolean;
}

const NEVER_GIVING: ReadonlySet<Lane> = new Set<Lane>(['revoke', 'passages']);

export function kindOf(lane: Lane): SlotKind {
  return lane === 'revoke' ? 'revoke' : 'general';
}

/** Who goes next when a slot is free: by lane, and within a lane by who came first. */
export class WaitingCalls<W extends WaitingCall> {
  private readonly calls: W[] = [];
  private readonly lastSentMs = new Map<Lane, number>();

  constructor(private readonly startedMs: number) {}

  add(call: W): void {
    this.calls.push(call);
  }

  /** Its turn came to nothing through no fault of its own: it is the first of its lane again. */
  putBack(call: W): void {
    this.calls.unshift(call);
  }

  take(turn: Turn): W | undefined {
    const next = this.ranked(turn)[0];
    if (!next) return undefined;
    this.calls.splice(this.calls.indexOf(next), 1);
    return next;
  }

  /** A call of this lane was sent. */
  sent(lane: Lane, nowMs: number): void {
    this.lastSentMs.set(lane, nowMs);
  }

  takeAll(): W[] {
    return this.calls.splice(0);
  }

  has(kind: SlotKind): boolean {
    return this.calls.some(({ lane }) => kindOf(lane) === kind);
  }

  hasAny(): boolean {
    return this.calls.length > 0;
  }

  hasProbe(): boolean {
    return this.calls.some(({ isProbe }) => isProbe);
  }

  /** Monotonic milliseconds since which the oldest call of the lane waits; null when none does. */
  oldestSinceMs(lane: Lane): number | null {
    const since = this.calls.filter((call) => call.lane === lane).map(({ sinceMs }) => sinceMs);
    return since.length === 0 ? null : Math.min(...since);
  }

  private ranked({ kind, nowMs, mayGive }: Turn): W[] {
    const rank = ({ lane, isProbe }: W): number => {
      if (isProbe) return LANES.length;
      return LANES.indexOf(lane) - (this.isOverdue(lane, nowMs) ? LANES.length : 0);
    };
    return this.calls
      .filter(({ lane }) => kindOf(lane) === kind && (mayGive || NEVER_GIVING.has(lane)))
      .sort((a, b) => rank(a) - rank(b));
  }

  private isOverdue(lane: Lane, nowMs: number): boolean {
    const everyMs = AT_LEAST_EVERY_MS.get(lane);
    return everyMs !== undefined && nowMs - (this.lastSentMs.get(lane) ?? this.startedMs) >= everyMs;
  }
}
