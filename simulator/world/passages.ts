import { createHash } from 'node:crypto';
import { type DoorSlates } from './door-slates.js';
import { type EventLog } from './event-log.js';
import { type Journal } from './journal.js';
import { type AccessEvent, type Door, type DoorCopy, type Reader } from './model.js';
import { type Perimeter } from './perimeter.js';

/** The vendor's event types this simulator produces. */
export const EVENT_TYPES = {
  faceGranted: 196893,
  faceFailed: 197151,
  outsidePeriod: 197384,
  cardGranted: 198914,
  cardExpired: 197633,
  cardUnknown: 197634,
} as const;

const GRANTED: ReadonlySet<number> = new Set([EVENT_TYPES.faceGranted, EVENT_TYPES.cardGranted]);

/** A face, somebody's or nobody's, or a card held against the reader by whoever has it. */
export type Walker =
  | { readonly personId: string }
  | { readonly personCode: string }
  | { readonly cardNo: string }
  | { readonly unknownFace: true };
export type Place = { readonly readerIndexCode: string } | { readonly doorIndexCode: string };

export interface WalkOptions {
  /** The passage happened this long ago and is uploaded only now: an old `deviceTime` under a fresh `eventTime`. */
  readonly lateByMs?: number;
}

export interface WalkResult {
  readonly isGranted: boolean;
  readonly eventType: number;
  readonly doorIndexCode: string;
  readonly readerIndexCode: string;
  /** null while the terminal is offline and keeps the event for later. */
  readonly eventId: string | null;
}

/** An event an offline terminal keeps until it is back. */
export type KeptEvent = Omit<AccessEvent, 'eventId' | 'eventTimeMs' | 'visibleAtMs'>;

/** People in front of readers. The terminal decides from its own copy and its own clock; HikCentral only hears of it. */
export class Passages {
  constructor(
    private readonly slates: DoorSlates,
    private readonly perimeter: Perimeter,
    private readonly events: EventLog,
    private readonly keptEvents: KeptEvent[],
    private readonly journal: Journal,
    private readonly nowMs: () => number,
    private readonly settings: { readonly eventDelayMs: number; readonly eventIdSalt: string },
  ) {}

  kept(): readonly KeptEvent[] {
    return this.keptEvents;
  }

  /** @throws Refusal 128 for a reader or door that does not exist */
  walk(walker: Walker, place: Place, options: WalkOptions = {}): WalkResult {
    const { door, reader } = this.perimeter.locate(place);
    const deviceTimeMs = this.nowMs() + door.clockOffsetMs - (options.lateByMs ?? 0);
    const copy = this.recognise(walker, door.doorIndexCode);
    const cardNo = 'cardNo' in walker ? walker.cardNo : '';
    const eventType = cardNo === '' ? decideByFace(copy, deviceTimeMs) : decideByCard(copy, deviceTimeMs);
    const event = { ...describe(eventType, copy, door, reader, deviceTimeMs), cardNo };
    const eventId = door.isOnline ? this.record(event) : this.keep(event);
    this.journal.record({
      actor: { by: 'device' },
      kind: 'passage',
      ownerAppKey: null,
      doorIndexCode: door.doorIndexCode,
      personId: event.personId,
    });
    const { doorIndexCode } = door;
    const { readerIndexCode } = reader;
    return { isGranted: GRANTED.has(eventType), eventType, doorIndexCode, readerIndexCode, eventId };
  }

  /** What the terminal kept while it was offline arrives now, under today's `eventTime`. */
  uploadKept(doorIndexCode: string): void {
    const own = this.keptEvents.filter((event) => event.doorIndexCode === doorIndexCode);
    const others = this.keptEvents.filter((event) => event.doorIndexCode !== doorIndexCode);
    this.keptEvents.splice(0, this.keptEvents.length, ...others);
    for (const event of own) this.record(event);
  }

  private recognise(walker: Walker, doorIndexCode: string): DoorCopy | undefined {
    if ('unknownFace' in walker) return undefined;
    const { copies } = this.slates.get(doorIndexCode);
    // The old form of a saved world has copies without cards.
    if ('cardNo' in walker) return [...copies.values()].find(({ cardNos }) => cardNos?.includes(walker.cardNo));
    const copy =
      'personId' in walker
        ? copies.get(walker.personId)
        : [...copies.values()].find(({ personCode }) => personCode === walker.personCode);
    return copy?.faceSha256 === null ? undefined : copy;
  }

  private keep(event: KeptEvent): null {
    this.keptEvents.push(event);
    return null;
  }

  private record(event: KeptEvent): string {
    const nowMs = this.nowMs();
    const eventId = this.nextEventId();
    this.events.append({
      ...event,
      eventId,
      eventTimeMs: wholeSeconds(nowMs),
      visibleAtMs: nowMs + this.settings.eventDelayMs,
    });
    const { doorIndexCode, personId } = event;
    this.journal.record({
      actor: { by: 'device' },
      kind: 'event-recorded',
      ownerAppKey: null,
      eventId,
      doorIndexCode,
      personId,
    });
    return eventId;
  }

  /** The salt differs from world to world: a fresh world must not repeat the ids a client has seen in an earlier one. */
  private nextEventId(): string {
    const number = this.events.all().length + 1;
    return createHash('sha256').update(`${this.settings.eventIdSalt}:${number}`).digest('hex').slice(0, 24);
  }
}

function decideByFace(copy: DoorCopy | undefined, deviceTimeMs: number): number {
  if (copy === undefined) return EVENT_TYPES.faceFailed;
  const isInPeriod = deviceTimeMs >= copy.beginTimeMs && deviceTimeMs < copy.endTimeMs;
  return isInPeriod ? EVENT_TYPES.faceGranted : EVENT_TYPES.outsidePeriod;
}

function decideByCard(copy: DoorCopy | undefined, deviceTimeMs: number): number {
  if (copy === undefined) return EVENT_TYPES.cardUnknown;
  if (deviceTimeMs >= copy.endTimeMs) return EVENT_TYPES.cardExpired;
  return deviceTimeMs >= copy.beginTimeMs ? EVENT_TYPES.cardGranted : EVENT_TYPES.outsidePeriod;
}

function describe(
  eventType: number,
  copy: DoorCopy | undefined,
  door: Door,
  reader: Reader,
  deviceTimeMs: number,
): KeptEvent {
  return {
    eventType,
    deviceTimeMs: wholeSeconds(deviceTimeMs),
    personId: copy?.personId ?? '',
    personCode: copy?.personCode ?? '',
    personName: copy?.personName ?? '',
    doorIndexCode: door.doorIndexCode,
    readerIndexCode: reader.readerIndexCode,
  };
}

function wholeSeconds(epochMs: number): number {
  return Math.floor(epochMs / 1000) * 1000;
}
