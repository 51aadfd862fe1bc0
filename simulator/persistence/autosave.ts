import { type Scheduler } from '../runtime/time.js';

/** A burst of changes costs one save; at most this much of the newest past is lost by a kill. */
const SAVE_AFTER_MS = 500;

export interface Saving {
  save(): Promise<void>;
  /** The last save, and the end of all writing. */
  close(): Promise<void>;
}

/** Saves some time after the first change since the last save, and at the end. */
export class Autosave {
  private isDirty = false;
  private isSaving = false;
  private cancelTimer: () => void = () => undefined;

  constructor(
    private readonly target: Saving,
    private readonly scheduler: Scheduler,
    private readonly onError: (error: unknown) => void,
  ) {}

  touch(): void {
    if (this.isDirty) return;
    this.isDirty = true;
    this.arm();
  }

  /** @throws whatever saving throws */
  async close(): Promise<void> {
    this.cancelTimer();
    await this.target.close();
  }

  private arm(): void {
    // What comes during a save that takes long goes with the next one.
    if (!this.isDirty || this.isSaving) return;
    this.cancelTimer = this.scheduler.after(SAVE_AFTER_MS, () => void this.save());
  }

  private async save(): Promise<void> {
    // Cleared before saving, so that a failed save is tried again with the next change.
    this.isDirty = false;
    this.isSaving = true;
    try {
      await this.target.save();
    } catch (error) {
      this.onError(error);
    } finally {
      this.isSaving = false;
      this.arm();
    }
  }
}
