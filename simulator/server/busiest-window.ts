/** The most calls that any window of one length has held, kept up to date call by call. */
export class BusiestWindow {
  private recent: number[] = [];
  private start = 0;
  private most = 0;
  private lastMs = Number.NEGATIVE_INFINITY;

  constructor(readonly windowMs: number) {}

  /** A clock that was set back counts as standing still. */
  add(atMs: number): void {
    const nowMs = Math.max(atMs, this.lastMs);
    this.lastMs = nowMs;
    this.recent.push(nowMs);
    while ((this.recent[this.start] ?? nowMs) <= nowMs - this.windowMs) this.start += 1;
    this.most = Math.max(this.most, this.recent.length - this.start);
    if (this.start > 1000 && this.start * 2 > this.recent.length) {
      this.recent = this.recent.slice(this.start);
      this.start = 0;
    }
  }

  max(): number {
    return this.most;
  }
}
