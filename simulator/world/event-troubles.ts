import { seededRandom } from '../runtime/seeded-random.js';

/** What becomes of one event between the door and a listing. */
export interface EventFate {
  /** The listing has it twice under one id. */
  readonly isListedTwice: boolean;
  /** HikCentral records it a second time under an id of its own. */
  readonly isRecordedTwice: boolean;
  /** How much before its recording its `eventTime` lies. */
  readonly eventTimeBackMs: number;
  /** From the recording to its visibility; null for the world's own delay. */
  readonly visibleInMs: number | null;
  /** How many listings that should have it do not: with 1 it turns up on the second page. */
  readonly missedListings: number;
}

/** What befalls events in general. A share is a probability from 0 to 1. */
export interface EventTroubleSettings {
  readonly seed: number;
  readonly listedTwiceShare: number;
  readonly recordedTwiceShare: number;
  /** `eventTime` lies up to this much before the recording: listings are no longer in the order of recording. */
  readonly reorderByMs: number;
  /** Events become visible between these two delays; null for the world's own. */
  readonly visibleInMs: { readonly min: number; readonly max: number } | null;
  /** Some events are not there for a long while, and then are. */
  readonly lost: { readonly share: number; readonly forMs: number } | null;
  /** Events that turn up only after a listing that should have had them. */
  readonly betweenPagesShare: number;
}

export const NO_EVENT_TROUBLES: EventTroubleSettings = {
  seed: 1,
  listedTwiceShare: 0,
  recordedTwiceShare: 0,
  reorderByMs: 0,
  visibleInMs: null,
  lost: null,
  betweenPagesShare: 0,
};

/** Draws the fate of each event in the order of recording, from a seed. */
export class EventTroubles {
  private current = NO_EVENT_TROUBLES;
  private random = seededRandom(NO_EVENT_TROUBLES.seed);

  settings(): EventTroubleSettings {
    return this.current;
  }

  /** A `seed` begins its row of numbers anew. */
  change(settings: Partial<EventTroubleSettings>): void {
    this.current = { ...this.current, ...settings };
    if (settings.seed !== undefined) this.random = seededRandom(settings.seed);
  }

  /** @param wanted what a walk asks for itself */
  draw(wanted: Partial<EventFate> = {}): EventFate {
    // Always as many numbers per event, so that switching one trouble on leaves the others where they were.
    const [listed, recorded, order, delay, lost, pages] = [0, 0, 0, 0, 0, 0].map(() => this.random()) as Numbers;
    const { listedTwiceShare, recordedTwiceShare, reorderByMs, betweenPagesShare } = this.current;
    return {
      isListedTwice: listed < listedTwiceShare,
      isRecordedTwice: recorded < recordedTwiceShare,
      eventTimeBackMs: Math.floor(order * reorderByMs),
      visibleInMs: this.visibleInMs(delay, lost),
      missedListings: pages < betweenPagesShare ? 1 : 0,
      ...wanted,
    };
  }

  private visibleInMs(delay: number, lostDraw: number): number | null {
    const { visibleInMs, lost } = this.current;
    if (lost !== null && lostDraw < lost.share) return lost.forMs;
    return visibleInMs === null ? null : visibleInMs.min + Math.floor(delay * (visibleInMs.max - visibleInMs.min + 1));
  }
}

type Numbers = [number, number, number, number, number, number];
