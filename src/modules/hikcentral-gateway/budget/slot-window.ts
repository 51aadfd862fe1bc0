import { type Clock } from '../../../platform/clock/clock.js';

/** Revocation may use every slot of a window, everything else only those outside the reserve. */
export type SlotKind = 'revoke' | 'general';

export interface SlotLimits {
  /** Calls in any window. */
  readonly limit: number;
  /** Of them, how many only revocation may use. */
  readonly revokeReserve: number;
  readonly windowMs: number;
}

interface Slot {
  readonly kind: SlotKind;
  readonly freeAtMs: number;
  readonly isRefused: boolean;
  readonly cancel: () => void;
}

/**
 * Which slots of the sliding window are taken, on the monotonic clock. A call arrives at some time before its answer
 * does, so its slot is free one window after the answer, and one window after the deadline when none came: only then it
 * is sure to lie outside of any window with the next.
 */
export class SlotWindow {
  private readonly slots = new Map<string, Slot>();

  constructor(
    /** May change at any time. */
    private readonly limits: SlotLimits,
    private readonly clock: Clock,
    /** A slot is free again. */
    private readonly onFree: (kind: SlotKind) => void,
  ) {}

  /** Taken until `freeAtMs` of the monotonic clock, unless something better becomes known. */
  occupy(id: string, kind: SlotKind, freeAtMs: number, isRefused = false): void {
    this.slots.get(id)?.cancel();
    this.slots.set(id, { kind, freeAtMs, isRefused, cancel: this.freeAt(id, freeAtMs) });
  }

  /**
   * The answer is here: the slot is free one window from now.
   * @param isRefused for too many calls; it takes its slot all the same, since a server may count it
   */
  answered(id: string, isRefused = false): void {
    const slot = this.slots.get(id);
    if (slot) this.occupy(id, slot.kind, this.clock.monotonicMs() + this.limits.windowMs, isRefused);
  }

  /** The call never left. */
  release(id: string): void {
    const slot = this.slots.get(id);
    if (!slot) return;
    slot.cancel();
    this.slots.delete(id);
    this.onFree(slot.kind);
  }

  /** Calls in the window that were not refused for being too many, as far as is known. */
  servedCount(): number {
    return [...this.slots.values()].filter(({ isRefused }) => !isRefused).length;
  }

  used(): { readonly all: number; readonly general: number } {
    const kinds = [...this.slots.values()].map(({ kind }) => kind);
    return { all: kinds.length, general: kinds.filter((kind) => kind === 'general').length };
  }

  hasRoom(kind: SlotKind): boolean {
    const { all, general } = this.used();
    const { limit, revokeReserve } = this.limits;
    return all < limit && (kind === 'revoke' || general < limit - revokeReserve);
  }

  /** Monotonic milliseconds at which the next call of this kind may go; now when it may go now. */
  nextFreeAtMs(kind: SlotKind): number {
    const all = this.freeInstants(() => true, this.limits.limit);
    if (kind === 'revoke') return all;
    const quota = this.limits.limit - this.limits.revokeReserve;
    return Math.max(
      all,
      this.freeInstants((slot) => slot.kind === 'general', quota),
    );
  }

  /** Lets go of every timer. */
  close(): void {
    for (const slot of this.slots.values()) slot.cancel();
    this.slots.clear();
  }

  private freeInstants(counts: (slot: Slot) => boolean, quota: number): number {
    const ends = [...this.slots.values()]
      .filter(counts)
      .map(({ freeAtMs }) => freeAtMs)
      .sort((a, b) => a - b);
    return ends[ends.length - quota] ?? this.clock.monotonicMs();
  }

  private freeAt(id: string, freeAtMs: number): () => void {
    return this.clock.after(Math.ceil(freeAtMs - this.clock.monotonicMs()), () => {
      // A timer may fire a fraction of a millisecond early, and the window is strict.
      const slot = this.slots.get(id);
      if (slot && this.clock.monotonicMs() < freeAtMs) this.occupy(id, slot.kind, freeAtMs, slot.isRefused);
      else this.release(id);
    });
  }
}
