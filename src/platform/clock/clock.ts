/** What a loop knows that found nothing to do. */
export interface Idleness {
  /** Monotonic, milliseconds: when it began to look. */
  readonly lookedAtMs: number;
  /** When something that it saw falls due; null: never. */
  readonly dueAt: Date | null;
}

/** The only source of time. SQL takes its instants from here too, as parameters. */
export abstract class Clock {
  abstract now(): Date;
  /** Milliseconds that never go back, unaffected by changes of the wall clock. */
  abstract monotonicMs(): number;
  /** Runs `action` once after `delayMs`; the answer cancels it. */
  abstract after(delayMs: number, action: () => void): () => void;

  /**
   * As `after`, for a loop that looks again only in case it was not told of something: a simulated clock knows when
   * nothing can have changed, and lets it sleep on.
   */
  afterIdle(delayMs: number, _idleness: Idleness, action: () => void): () => void {
    return this.after(delayMs, action);
  }

  /** Resolves after `delayMs`, or at once when `signal` aborts. Never rejects: the caller looks at the signal. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const wake = (): void => {
        cancel();
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const cancel = this.after(delayMs, wake);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }
}
