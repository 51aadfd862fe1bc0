import { type Clock, type Idleness } from '../clock/clock.js';

export interface WakeLoopOptions {
  readonly name: string;
  readonly clock: Clock;
  /**
   * Does what is due and answers when it wants to run again: an instant, `'now'` for more at once, or null for "when
   * rung, else at the sweep". What it throws goes to `onFailure`, and the loop goes on after `failurePauseMs`.
   */
  readonly pass: (signal: AbortSignal) => Promise<Date | 'now' | null>;
  /** The sweep: no sleep is longer, whatever `pass` says. */
  readonly maxSleepMs: number;
  readonly failurePauseMs?: number;
  /** Logs and counts; a loop never dies of a failed pass. */
  readonly onFailure: (error: unknown, loop: string) => void;
}

interface Sleep {
  readonly forMs: number;
  /** null: something is known to be due then. */
  readonly idleness: Idleness | null;
}

/**
 * "A row is the work, the queue is the doorbell": sleeps until the earliest instant its last pass read, until it is
 * rung, or until the sweep. A ring while a pass runs is kept, so that no change falls between a read and a sleep.
 */
export class WakeLoop {
  private readonly stopper = new AbortController();
  private isRung = false;
  private wake: (() => void) | null = null;
  private running: Promise<void> | null = null;

  constructor(private readonly options: WakeLoopOptions) {}

  start(): void {
    this.running ??= this.loop();
  }

  ring(): void {
    this.isRung = true;
    this.wake?.();
  }

  /** Resolves when the pass that runs now has ended. */
  async stop(): Promise<void> {
    this.stopper.abort();
    this.wake?.();
    await this.running;
  }

  private async loop(): Promise<void> {
    const { signal } = this.stopper;
    while (!signal.aborted) {
      this.isRung = false;
      await this.rest(await this.runOnce(signal));
    }
  }

  private async runOnce(signal: AbortSignal): Promise<Sleep> {
    const { clock, pass, maxSleepMs, onFailure, name, failurePauseMs = 1_000 } = this.options;
    const lookedAtMs = clock.monotonicMs();
    try {
      const next = await pass(signal);
      if (next === 'now') return { forMs: 0, idleness: null };
      const dueInMs = next === null ? Infinity : Math.max(0, next.getTime() - clock.now().getTime());
      if (dueInMs < maxSleepMs) return { forMs: dueInMs, idleness: null };
      return { forMs: maxSleepMs, idleness: { lookedAtMs, dueAt: next } };
    } catch (error) {
      onFailure(error, name);
      return { forMs: failurePauseMs, idleness: null };
    }
  }

  private rest({ forMs, idleness }: Sleep): Promise<void> {
    return new Promise((resolve) => {
      if (this.isRung || this.stopper.signal.aborted) {
        resolve();
        return;
      }
      const finish = (): void => {
        this.wake = null;
        cancel();
        resolve();
      };
      const { clock } = this.options;
      const cancel = idleness === null ? clock.after(forMs, finish) : clock.afterIdle(forMs, idleness, finish);
      this.wake = finish;
    });
  }
}
