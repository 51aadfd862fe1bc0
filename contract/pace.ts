import { type Clock } from '../src/platform/clock/clock.js';

const MINUTE_MS = 60_000;

/** Keeps the calls of any minute below a limit: the server may be somebody's, with doors behind it. */
export class Pace {
  private readonly madeAtMs: number[] = [];

  constructor(
    private readonly callsPerMinute: number | null,
    private readonly clock: Clock,
  ) {}

  get callCount(): number {
    return this.madeAtMs.length;
  }

  async turn(): Promise<void> {
    const { callsPerMinute, madeAtMs, clock } = this;
    const slotTakenAtMs = callsPerMinute === null ? undefined : madeAtMs[madeAtMs.length - callsPerMinute];
    if (slotTakenAtMs !== undefined) await clock.sleep(Math.max(0, slotTakenAtMs + MINUTE_MS - clock.monotonicMs()));
    madeAtMs.push(clock.monotonicMs());
  }
}
