import { Clock, type Idleness } from '../../../src/platform/clock/clock.js';
import { type Changes } from '../world/changes.js';
import { type VirtualTime } from '../world/virtual-time.js';

/** A loop that found nothing to do. */
interface Sleeper {
  readonly sinceMs: number;
  readonly everyMs: number;
  readonly wake: () => void;
  cancel: () => void;
}

/**
 * The clock of one process of ours: its wall time may be wrong, it may be frozen, and with the process it dies. A loop that found
 * nothing sleeps on while no row changes; then it looks at the next of those instants at which it would have looked anyway.
 */
export class ProcessClock extends Clock {
  private readonly bornMs: number;
  private wallOffsetMs = 0;
  private changedAtMs = -1;
  private missed: (() => void)[] | null = null;
  private isDead = false;
  private readonly sleepers = new Set<Sleeper>();
  private readonly deafen: () => void;

  constructor(
    private readonly time: VirtualTime,
    changes: Changes,
  ) {
    super();
    this.bornMs = time.nowMs;
    this.deafen = changes.onChange(() => this.stir());
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

  override afterIdle(everyMs: number, { lookedAtMs, dueAt }: Idleness, action: () => void): () => void {
    // Something may have changed since it began to look, so it is not known that it would find nothing.
    if (lookedAtMs < this.monotonicMs() || this.changedAtMs === this.time.nowMs) return this.after(everyMs, action);
    const wake = (): void => {
      this.sleepers.delete(sleeper);
      this.deliver(action);
    };
    const sleeper: Sleeper = { sinceMs: this.time.nowMs, everyMs, wake, cancel: () => undefined };
    if (dueAt !== null) sleeper.cancel = this.time.after(dueAt.getTime() - this.now().getTime(), wake);
    this.sleepers.add(sleeper);
    return () => {
      this.sleepers.delete(sleeper);
      sleeper.cancel();
    };
  }

  /** Something is not as it was: whoever sleeps on looks when its time comes. */
  stir(): void {
    const { nowMs } = this.time;
    this.changedAtMs = nowMs;
    for (const sleeper of this.sleepers) {
      const { sinceMs, everyMs, wake } = sleeper;
      const rounds = Math.floor((nowMs - sinceMs) / everyMs) + 1;
      sleeper.cancel();
      sleeper.cancel = this.time.at(sinceMs + rounds * everyMs, wake);
    }
    this.sleepers.clear();
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
    this.stir();
  }

  freeze(): void {
    this.missed ??= [];
  }

  thaw(): void {
    const missed = this.missed ?? [];
    this.missed = null;
    this.stir();
    for (const action of missed) this.deliver(action);
  }

  die(): void {
    this.isDead = true;
    this.missed = null;
    this.deafen();
    for (const { cancel } of this.sleepers) cancel();
    this.sleepers.clear();
  }
}
