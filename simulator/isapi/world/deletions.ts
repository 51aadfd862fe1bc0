import { type Scheduler } from '../../runtime/time.js';

export type DeletionStatus = 'processing' | 'success' | 'failed';

/** Deletions with credentials: asked for now, done a while later, with one status for all that are under way. */
export class Deletions {
  private underWay = 0;
  private last: 'success' | 'failed' = 'success';
  private toFail = 0;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly durationMs: number,
  ) {}

  status(): DeletionStatus {
    return this.underWay > 0 ? 'processing' : this.last;
  }

  begin(remove: () => void): void {
    if (this.underWay === 0) this.last = 'success';
    this.underWay += 1;
    this.scheduler.after(this.durationMs, () => {
      this.underWay -= 1;
      if (this.toFail > 0) {
        this.toFail -= 1;
        this.last = 'failed';
      } else {
        remove();
      }
    });
  }

  /** The next `times` of them remove nobody and end as `failed`. */
  failNext(times: number): void {
    this.toFail = times;
  }
}
