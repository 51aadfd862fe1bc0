/** As many events as the median is taken of, the latest. */
const SAMPLES = 15;
const LEAST_SAMPLES = 5;
/**
 * The middle half of them agrees to this: an event takes a second or two to HikCentral. Events that a terminal kept while
 * it was offline lie hours apart, and say nothing of its clock.
 */
const AGREED_WITHIN_MS = 5_000;

interface Sample {
  readonly eventId: string;
  readonly offsetMs: number;
}

/** How far the clock of one door is from HikCentral's, by the events it sends. */
export class DoorClock {
  private samples: readonly Sample[] = [];

  /** An event that is read again counts once. */
  observe(eventId: string, offsetMs: number): void {
    if (this.samples.some((sample) => sample.eventId === eventId)) return;
    this.samples = [...this.samples, { eventId, offsetMs }].slice(-SAMPLES);
  }

  /** Milliseconds, ahead of HikCentral's positive; null: too few events, or they do not agree. */
  offsetMs(): number | null {
    if (this.samples.length < LEAST_SAMPLES) return null;
    const sorted = this.samples.map(({ offsetMs }) => offsetMs).sort((one, other) => one - other);
    const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
    return at(0.75) - at(0.25) > AGREED_WITHIN_MS ? null : at(0.5);
  }
}
