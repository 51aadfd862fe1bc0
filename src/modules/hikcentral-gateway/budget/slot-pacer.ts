import Bottleneck from 'bottleneck';
import { type SlotKind, type SlotLimits } from './slot-window.js';

/** Enough to hide a slow call behind the others, few enough to be polite. */
const MAX_IN_FLIGHT = 8;
const REVOKE_PRIORITY = 0;
const GENERAL_PRIORITY = 5;

/**
 * Hands out the right to choose and send one call, through Bottleneck: `general` holds the slots outside the reserve
 * and is chained to `all`, which holds every slot. Bottleneck only waits, counts and prefers revocation; its reservoirs
 * are refilled by the slot window, since its own refresh lets twice the limit into one window.
 * One place in flight stays free for revocation, so that a hanging call cannot hold it up.
 */
export class SlotPacer {
  private readonly all: Bottleneck;
  private readonly general: Bottleneck;

  constructor({ limit, revokeReserve }: SlotLimits, maxSockets: number) {
    const inFlight = Math.max(1, Math.min(MAX_IN_FLIGHT, maxSockets));
    this.all = new Bottleneck({ reservoir: limit, maxConcurrent: inFlight });
    this.general = new Bottleneck({ reservoir: limit - revokeReserve, maxConcurrent: Math.max(1, inFlight - 1) });
    this.general.chain(this.all);
  }

  /** Runs `serve` once a slot of this kind is free and a place in flight too; drops it when the pacer stops first. */
  async ticket(kind: SlotKind, serve: () => Promise<void>): Promise<void> {
    const limiter = kind === 'revoke' ? this.all : this.general;
    const priority = kind === 'revoke' ? REVOKE_PRIORITY : GENERAL_PRIORITY;
    try {
      await limiter.schedule({ priority }, serve);
    } catch (error) {
      // Dropped by `stop`: whoever waits was told through the session's signal.
      if (!(error instanceof Bottleneck.BottleneckError)) throw error;
    }
  }

  /** Takes slots away that calls of an earlier holder still occupy. */
  async take(kind: SlotKind): Promise<void> {
    await this.refill(kind, -1);
  }

  async free(kind: SlotKind): Promise<void> {
    await this.refill(kind, 1);
  }

  /** The limit changed, the reserve did not. Below zero a reservoir waits until so many slots are free again. */
  async resize(by: number): Promise<void> {
    await this.refill('general', by);
  }

  async stop(): Promise<void> {
    await Promise.all([this.general, this.all].map((limiter) => limiter.stop({ dropWaitingJobs: true })));
  }

  private async refill(kind: SlotKind, count: number): Promise<void> {
    await this.all.incrementReservoir(count);
    if (kind === 'general') await this.general.incrementReservoir(count);
  }
}
