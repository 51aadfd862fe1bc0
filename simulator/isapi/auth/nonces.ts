import { randomBytes } from 'node:crypto';

const IDLE_LIFE_MS = 30_000;
const WHOLE_LIFE_MS = 5 * 60_000;

interface Nonce {
  readonly issuedAtMs: number;
  usedAtMs: number;
  /** All of them, not the highest: two calls in flight may overtake each other. */
  readonly counts: Set<number>;
}

/** The nonces in force: 30 s without use or 5 min in all. */
export class Nonces {
  private readonly nonces = new Map<string, Nonce>();

  constructor(private readonly nowMs: () => number) {}

  issue(): string {
    for (const [text, nonce] of this.nonces) if (this.isOver(nonce)) this.nonces.delete(text);
    const text = randomBytes(16).toString('hex');
    this.nonces.set(text, { issuedAtMs: this.nowMs(), usedAtMs: this.nowMs(), counts: new Set() });
    return text;
  }

  /** @returns false for a nonce that is over or was never issued, and for a count that was used before */
  use(text: string, count: number): boolean {
    const nonce = this.nonces.get(text);
    if (nonce === undefined || this.isOver(nonce) || nonce.counts.has(count)) return false;
    nonce.counts.add(count);
    nonce.usedAtMs = this.nowMs();
    return true;
  }

  forget(): void {
    this.nonces.clear();
  }

  private isOver({ issuedAtMs, usedAtMs }: Nonce): boolean {
    const nowMs = this.nowMs();
    return nowMs - usedAtMs >= IDLE_LIFE_MS || nowMs - issuedAtMs >= WHOLE_LIFE_MS;
  }
}
