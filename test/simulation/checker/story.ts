/** What happened in one world, in words, for whoever has to find out why it went wrong. */
export class Story {
  private readonly lines: { readonly atMs: number; readonly text: string }[] = [];
  private readonly counts = new Map<string, number>();

  constructor(private readonly nowMs: () => number) {}

  tell(text: string): void {
    this.lines.push({ atMs: this.nowMs(), text });
  }

  /** Something went wrong on purpose. */
  trouble(kind: string, text: string): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    this.tell(`! ${text}`);
  }

  /** By kind. */
  get troubles(): ReadonlyMap<string, number> {
    return this.counts;
  }

  /** @param last so many lines at most */
  text(last = Number.POSITIVE_INFINITY): string {
    const shown = this.lines.slice(-Math.min(last, this.lines.length));
    return shown.map(({ atMs, text }) => `${new Date(atMs).toISOString().slice(5, 23)}  ${text}`).join('\n');
  }
}
