import { type AdaptiveLimit, type LearnedLimit } from '../budget/adaptive-limit.js';
import { isSameRecord } from '../capabilities.js';
import { type Pause, type SeenClock, type ServerMemory } from '../persistence/call-ledger.js';
import { type ClockWatch } from './clock-watch.js';
import { type KnownCapabilities } from './known-capabilities.js';

/** Less is the precision of `Date` and the length of a round trip. */
const CLOCK_NEWS_MS = 1_000;
const LIMIT_NEWS_MS = 1_000;

/** What there is to remember of a server, and what of it stands in its row already. */
export class ServerNotes {
  /** Empty at first: an earlier holder may have left a pause that nobody else takes back. */
  private written: Partial<ServerMemory> = {};

  constructor(
    private readonly limit: AdaptiveLimit,
    private readonly known: KnownCapabilities,
    private readonly clockWatch: ClockWatch,
  ) {}

  restored({ limit, capabilities }: ServerMemory): void {
    this.written = { limit, capabilities };
  }

  news(pause: Pause | null): Partial<ServerMemory> {
    const limit = this.limit.learned;
    const clock = this.clockNow();
    const { record } = this.known;
    const isRecordWritten = this.written.capabilities ? isSameRecord(this.written.capabilities, record) : false;
    return {
      ...((pause !== null || this.written.pause !== null) && { pause }),
      ...(isLimitNews(this.written.limit ?? null, limit) && { limit }),
      ...(clock !== null && isClockNews(this.written.clock ?? null, clock) && { clock }),
      ...(!isRecordWritten && { capabilities: record }),
    };
  }

  wrote(news: Partial<ServerMemory>): void {
    this.written = { ...this.written, ...news };
  }

  private clockNow(): SeenClock | null {
    const { offsetMs, isOff } = this.clockWatch;
    return offsetMs === null ? null : { offsetMs, isOff };
  }
}

function isLimitNews(before: LearnedLimit | null, now: LearnedLimit | null): boolean {
  if (before === null || now === null) return before !== now;
  const movedMs = Math.abs(before.raiseAt.getTime() - now.raiseAt.getTime());
  return before.limit !== now.limit || before.calmWindows !== now.calmWindows || movedMs > LIMIT_NEWS_MS;
}

function isClockNews(before: SeenClock | null, now: SeenClock): boolean {
  if (before === null || before.isOff !== now.isOff) return true;
  return Math.abs(before.offsetMs - now.offsetMs) >= CLOCK_NEWS_MS;
}
