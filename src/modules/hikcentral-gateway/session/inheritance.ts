import { type SlotKind } from '../budget/slot-window.js';
import { kindOf } from '../budget/waiting-calls.js';
import { MAX_RETRY_AFTER_MS } from '../mapping/retry-after.js';
import { type OccupiedSlot, type ServerMemory } from '../persistence/call-ledger.js';
import { type SessionParts } from './session-parts.js';

/** A slot that a call of an earlier holder still takes, on our monotonic clock. */
export interface InheritedSlot {
  readonly id: string;
  readonly kind: SlotKind;
  readonly freeAtMs: number;
}

/** What a new holder starts from. Times are monotonic. */
export interface Inheritance {
  readonly slots: readonly InheritedSlot[];
  /** Until then calls of earlier holders may still arrive, and nothing is given. */
  readonly givesFromMs: number;
  /** How long a 429 that an earlier holder was given is still obeyed. */
  readonly haltMs: number;
  readonly memory: ServerMemory;
}

export async function readInheritance(parts: SessionParts): Promise<Inheritance> {
  const { unitOfWork, ledger, clock, serverId } = parts;
  const now = clock.now();
  const [occupied, memory] = await unitOfWork.read(async (tx) => [
    await ledger.occupied(tx, serverId, now),
    await ledger.memory(tx, serverId),
  ]);
  const { pause } = memory;
  return {
    slots: occupied.map((slot) => inherit(slot, now, parts)),
    givesFromMs: Math.max(0, ...occupied.map((slot) => arrivedByMs(slot, now, parts))),
    haltMs: pause?.reason === 'rate-limited' ? clamp(pause.until.getTime() - now.getTime(), MAX_RETRY_AFTER_MS) : 0,
    memory,
  };
}

/** The clock of the machine that wrote the instant may differ from ours; nothing occupies for longer than this. */
function inherit({ id, lane, occupiesUntil }: OccupiedSlot, now: Date, parts: SessionParts): InheritedSlot {
  const { clock, limits, timeoutMs } = parts;
  const occupiesMs = clamp(occupiesUntil.getTime() - now.getTime(), limits.windowMs + timeoutMs);
  return { id, kind: kindOf(lane), freeAtMs: clock.monotonicMs() + occupiesMs };
}

function arrivedByMs({ unansweredUntil }: OccupiedSlot, now: Date, { clock, timeoutMs }: SessionParts): number {
  if (unansweredUntil === null) return 0;
  return clock.monotonicMs() + clamp(unansweredUntil.getTime() - now.getTime(), timeoutMs);
}

function clamp(ms: number, maxMs: number): number {
  return Math.min(Math.max(0, ms), maxMs);
}
