import { randomUUID } from 'node:crypto';
import { type DoorEventRead } from '../../src/modules/hikcentral-gateway/index.js';
import { codeOf } from './site-rows.js';

/** As many as HikCentral answers at most. */
export const PAGE_SIZE = 500;
const FACE_GRANTED = 196_893;
const MS_PER_EVENT = 40;

export interface PageMix {
  /** Guests whose passages these are, numbered from 1, one after the other. */
  readonly guests: number;
  /** One event in so many is a guest's, the rest are of others. */
  readonly oneOursIn: number;
}

/** Answered pages, event after event, in and out by turns. */
export class Pages {
  private made = 0;

  constructor(
    private readonly mix: PageMix,
    private readonly startsAt: Date,
  ) {}

  next(count: number): readonly (readonly DoorEventRead[])[] {
    return Array.from({ length: count }, () => Array.from({ length: PAGE_SIZE }, () => this.event()));
  }

  private event(): DoorEventRead {
    const { guests, oneOursIn } = this.mix;
    const number = this.made;
    this.made += 1;
    const at = new Date(this.startsAt.getTime() + number * MS_PER_EVENT);
    const isOurs = number % oneOursIn === 0;
    const turn = Math.floor(number / oneOursIn);
    const door = String((Math.floor(turn / guests) % 2) + 1);
    return {
      // As long as those of HikCentral.
      eventId: randomUUID().replaceAll('-', ''),
      eventType: FACE_GRANTED,
      result: 'granted',
      recordedAt: at,
      occurredAt: at,
      personId: String(1_000 + (turn % guests)),
      personCode: isOurs ? codeOf((turn % guests) + 1) : `E${String(number % 20_000).padStart(5, '0')}`,
      doorId: door,
      doorName: 'Gate',
      readerId: door,
      pictureUri: `/ngx/proxy?i=${number}`,
    };
  }
}
