import { type PassageSource } from './passage.js';

/**
 * A push comes when HikCentral recorded an event, and it shows the event up to about a second later: a read that was rung
 * for and found nothing of ours is followed by others, so long after the ring.
 */
export const LOOKS_AFTER_RING_MS: readonly number[] = [0, 500, 2_000];
/** Rung reads that may follow each other without waiting for the next to be earned. */
export const RUNG_AT_ONCE = 3;
/** Rung reads that an interval earns. With those at once eight in a minute: what pushes can cost of a budget of ten calls. */
export const RUNG_PER_INTERVAL = 5;
const LEAST_GAP_MS = 500;
/** A poll that took long is not followed by the next at once: others want the budget too. */
const RESTS_PER_INTERVAL = 6;

export interface NextRead {
  readonly atMs: number;
  readonly source: PassageSource;
}

/** Rung for and not yet found. */
interface OpenRing {
  readonly sinceMs: number;
  readonly looks: number;
}

/**
 * When to read passages next: every interval whatever happens, and at once when a push rang, as often as pushes may cost.
 * Instants are monotonic milliseconds.
 */
export class ReadingPace {
  private pollAtMs = -Infinity;
  private heard: number | null = null;
  private open: OpenRing | null = null;
  private earned = RUNG_AT_ONCE;
  private earnedAtMs = 0;
  private lastStartMs = -Infinity;

  constructor(private readonly intervalMs: number) {}

  /** @param rings how often was rung by now; what was rung before the first time is answered by the first poll */
  hear(rings: number, nowMs: number): void {
    if (this.heard !== null && rings > this.heard) this.open = { sinceMs: nowMs, looks: 0 };
    this.heard = rings;
  }

  next(nowMs: number): NextRead {
    const rungAtMs = this.rungAtMs(nowMs);
    return rungAtMs < this.pollAtMs ? { atMs: rungAtMs, source: 'push' } : { atMs: this.pollAtMs, source: 'poll' };
  }

  started({ source }: NextRead, nowMs: number): void {
    this.lastStartMs = nowMs;
    if (source === 'poll') return;
    this.earned = this.earnedBy(nowMs) - 1;
    this.earnedAtMs = nowMs;
  }

  ended(hasFoundOwn: boolean, nowMs: number): void {
    this.pollAtMs = Math.max(this.lastStartMs + this.intervalMs, nowMs + this.intervalMs / RESTS_PER_INTERVAL);
    this.look(hasFoundOwn);
  }

  /** @param retryAtMs when a poll is tried again */
  failed(retryAtMs: number): void {
    this.pollAtMs = retryAtMs;
    this.look(false);
  }

  private look(hasFoundOwn: boolean): void {
    if (this.open === null) return;
    const looks = this.open.looks + 1;
    this.open = hasFoundOwn || looks >= LOOKS_AFTER_RING_MS.length ? null : { ...this.open, looks };
  }

  private rungAtMs(nowMs: number): number {
    if (this.open === null) return Infinity;
    const { sinceMs, looks } = this.open;
    const wantedMs = sinceMs + (LOOKS_AFTER_RING_MS[looks] ?? 0);
    return Math.max(wantedMs, this.lastStartMs + LEAST_GAP_MS, this.affordedAtMs(nowMs));
  }

  private affordedAtMs(nowMs: number): number {
    const missing = 1 - this.earnedBy(nowMs);
    return missing <= 0 ? nowMs : nowMs + missing * this.earningMs;
  }

  private earnedBy(nowMs: number): number {
    return Math.min(RUNG_AT_ONCE, this.earned + (nowMs - this.earnedAtMs) / this.earningMs);
  }

  private get earningMs(): number {
    return this.intervalMs / RUNG_PER_INTERVAL;
  }
}
