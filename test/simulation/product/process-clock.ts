import { Clock } from '../../../src/platform/clock/clock.js';
import { type VirtualTime } from '../world/virtual-time.js';

/** The clock of one process of ours: its wall time may be wrong, it may be frozen, and with the process it dies. */
export class ProcessClock extends Clock {
  private readonly bornMs: number;
  private wallOffsetMs = 0;
  private missed: (() => void)[] | null = null;
  private isDead = false;

  constructor(private readonly time: VirtualTime) {
    super();
    this.bornMs = time.nowMs;
  }

  override now(): Date {
    return new Date(this.time.nowMs + this.wallOffsetMs);
  }

  override monotonicMs(): number {
    return this.time.nowMs - this.bornMs;
  }

  override after(delayMs: number, action: () => void): () => void {
    return this.time.after(delayMs, () => this.deliver(action));
  }

  get isFrozen(): boolean {
    return this.missed !== null;
  }

  /** What reaches the process from outside: at once, when it wakes, or never. */
  deliver(action: () => void): void {
    if (this.isDead) return;
    if (this.missed === null) action();
    else this.missed.push(action);
  }

  jump(byMs: number): void {
    this.wallOffsetMs += byMs;
  }

  freeze(): void {
    this.missed ??= [];
  }

  thaw(): void {
    const missed = this.missed ?? [];
    this.missed = null;
    for (const action of missed) this.deliver(action);
  }

  die(): void {
    this.isDead = true;
    this.missed = null;
  }
}
