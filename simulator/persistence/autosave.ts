import { type Scheduler } from '../runtime/time.js';

/** A burst of changes costs one save; at most this much of the newest past is lost by a kill. */
const SAVE_AFTER_MS = 500;

/** Saves some time after the first change since the last save, and at the end. */
export class Autosave {
  private isDirty = false;
  private cancelTimer: () => void = () => undefined;

  constructor(
    private readonly save: () => void,
    private readonly scheduler: Scheduler,
    private readonly onError: (error: unknown) => void,
  ) {}

  touch(): void {
    if (this.isDirty) return;
    this.isDirty = true;
    this.cancelTimer = this.scheduler.after(SAVE_AFTER_MS, () => {
      try {
        this.flush();
      } catch (error) {
        this.onError(error);
      }
    });
  }

  /** Saves now what has changed. @throws whatever saving throws; the changes then wait for the next time */
  flush(): void {
    if (!this.isDirty) return;
    this.cancelTimer();
    // Cleared before saving, so that a failed save is tried again with the next change.
    this.isDirty = false;
    this.save();
  }

  /** The last save, whether or not a timer was under way. @throws whatever saving throws */
  close(): void {
    this.cancelTimer();
    this.isDirty = false;
    this.save();
  }
}
