import { type ServerResponse } from 'node:http';
import { type LiveView } from './live-view.js';

/** A reader that takes nothing for this long is gone, or as good as gone. */
export const PATIENCE_MS = 10_000;

/**
 * One open page. It is sent the whole view once and afterwards the parts that changed. While its socket is full nothing more
 * is written: it misses steps in between, never the last state, and costs no memory.
 */
export class LiveReader {
  private readonly sent = new Map<string, string>();
  private waitedMs = 0;

  constructor(
    private readonly response: ServerResponse,
    private readonly clocks: () => { readonly serverNowMs: number; readonly trueNowMs: number },
  ) {}

  send(view: LiveView): void {
    if (this.response.writableNeedDrain) return;
    const isFirst = this.sent.size === 0;
    const changed = Object.entries(view)
      .map(([name, part]) => [name, JSON.stringify(part)] as const)
      .filter(([name, text]) => this.sent.get(name) !== text);
    if (changed.length === 0) return;
    for (const [name, text] of changed) this.sent.set(name, text);
    const parts = changed.map(([name, text]) => `${JSON.stringify(name)}:${text}`);
    const data = `{"clocks":${JSON.stringify(this.clocks())},${parts.join(',')}}`;
    this.response.write(`event: ${isFirst ? 'snapshot' : 'change'}\ndata: ${data}\n\n`);
  }

  /** Keeps the connection open, and lets the reader see that it is. */
  beat(): void {
    if (!this.response.writableNeedDrain) this.response.write(': still here\n\n');
  }

  /** @param passedMs since it was last asked */
  isTooSlow(passedMs: number): boolean {
    this.waitedMs = this.response.writableNeedDrain ? this.waitedMs + passedMs : 0;
    return this.waitedMs >= PATIENCE_MS;
  }

  drop(): void {
    this.response.destroy();
  }
}
