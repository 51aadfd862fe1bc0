import { type Clock } from '../../../../platform/clock/clock.js';

/**
 * How long a link may stay without a whole part. Only time spent waiting for the device counts: whoever reads may take
 * as long as it likes with what it got.
 */
export class Patience {
  private leftMs: number;

  constructor(
    private readonly clock: Clock,
    private readonly limitMs: number,
  ) {
    this.leftMs = limitMs;
  }

  renew(): void {
    this.leftMs = this.limitMs;
  }

  /** @param giveUp must end the waiting */
  async during<T>(waiting: Promise<T>, giveUp: () => void): Promise<T> {
    const sinceMs = this.clock.monotonicMs();
    const cancel = this.clock.after(Math.max(0, this.leftMs), giveUp);
    try {
      return await waiting;
    } finally {
      cancel();
      this.leftMs -= this.clock.monotonicMs() - sinceMs;
    }
  }
}
