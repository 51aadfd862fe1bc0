/** The most calls that any window held, kept up as calls arrive; recounted when the window's length changes. */
export class BusiestWindow {
  private windowMs: number | null = null;
  private readonly inWindow: number[] = [];
  private unread: number[] = [];
  private most = 0;

  add(atMs: number): void {
    this.unread.push(atMs);
  }

  /** @param everyAtMs all calls so far, asked for only when the window has another length than before */
  max(windowMs: number, everyAtMs: () => readonly number[]): number {
    if (windowMs !== this.windowMs) {
      this.windowMs = windowMs;
      this.inWindow.length = 0;
      this.most = 0;
      this.unread = [...everyAtMs()];
    }
    for (const atMs of this.unread) this.count(atMs, windowMs);
    this.unread = [];
    return this.most;
  }

  private count(atMs: number, windowMs: number): void {
    this.inWindow.push(atMs);
    while ((this.inWindow[0] ?? atMs) <= atMs - windowMs) this.inWindow.shift();
    this.most = Math.max(this.most, this.inWindow.length);
  }
}
