import { createHash } from 'node:crypto';
import { type DoorSlates } from './door-slates.js';
import { type EventLog } from './event-log.js';
import { type EventFate, type EventTroubles } from './event-troubles.js';
import { type EffectKind, type Journal } from './journal.js';
import { type AccessEvent, type Door, type DoorCopy, type Reader } from './model.js';
import { type Perimeter } from './perimeter.js';
import { decide, isGrant, recognise, type Walker } from './terminal-decision.js';

export { EVENT_TYPES, type Walker } from './terminal-decision.js';

export type Place = { readonly readerIndexCode: string } | { readonly doorIndexCode: string };

export interface WalkOptions {
  /** The passage happened this long ago and is uploaded only now: an old `deviceTime` under a fresh `eventTime`. */
  readonly lateByMs?: number;
  /** What becomes of this walk's event, in place of what the event troubles would draw. */
  readonly event?: Partial<EventFate>;
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
export type KeptEvent = Omit<AccessEvent, 'eventId' | 'eventTimeMs' | 'visibleAtMs' | 'isListedTwice'>;

interface PassageSettings {
  readonly eventDelayMs: number;
  readonly eventIdSalt: string;
}

/** People in front of readers. The terminal decides from its own copy and its own clock; HikCentral only hears of it. */
export class Passages {
  constructor(
    private readonly slates: DoorSlates,
    private readonly perimeter: Perimeter,
    private readonly events: EventLog,
    private readonly troubles: EventTroubles,
    private readonly keptEvents: KeptEvent[],
    private nextNumber: number,
    private readonly journal: Journal,
    private readonly nowMs: () => number,
    private readonly settings: PassageSettings,
  ) {}

  kept(): readonly KeptEvent[] {
    return this.keptEvents;
  }

  /** The number the next event's id is made of. */
  nextEventNumber(): number {
    return this.nextNumber;
  }

  /** @throws Refusal 128 for a reader or door that does not exist */
  walk(walker: Walker, place: Place, options: WalkOptions = {}): WalkResult {
    const { door, reader } = this.perimeter.locate(place);
    const { doorIndexCode } = door;
    const deviceTimeMs = this.nowMs() + door.clockOffsetMs - (options.lateByMs ?? 0);
    const copy = recognise(walker, this.slates.get(doorIndexCode));
    const eventType = decide(walker, copy, deviceTimeMs);
    const cardNo = 'cardNo' in walker ? walker.cardNo : '';
    const event = { ...describe(eventType, copy, door, reader, deviceTimeMs), cardNo };
    const eventId = door.isOnline ? this.record(event, options.event) : this.keep(event);
    this.note('passage', event);
    const { readerIndexCode } = reader;
    return { isGranted: isGrant(eventType), eventType, doorIndexCode, readerIndexCode, eventId };
  }

  /** What the terminal kept while it was offline arrives now, under today's `eventTime`. */
  uploadKept(doorIndexCode: string): void {
    const own = this.keptEvents.filter((event) => event.doorIndexCode === doorIndexCode);
    const others = this.keptEvents.filter((event) => event.doorIndexCode !== doorIndexCode);
    this.keptEvents.splice(0, this.keptEvents.length, ...others);
    for (const event of own) this.record(event);
  }

  private keep(event: KeptEvent): null {
    this.keptEvents.push(event);
    return null;
  }

  private record(event: KeptEvent, wanted?: Partial<EventFate>): string {
    const fate = this.troubles.draw(wanted);
    const eventId = this.append(event, fate);
    if (fate.isRecordedTwice) this.append(event, fate);
    return eventId;
  }

  private append(event: KeptEvent, fate: EventFate): string {
    const nowMs = this.nowMs();
    const eventId = this.nextEventId();
    this.events.append({
      ...event,
      eventId,
      eventTimeMs: wholeSeconds(nowMs - fate.eventTimeBackMs),
      visibleAtMs: nowMs + (fate.visibleInMs ?? this.settings.eventDelayMs),
      ...(fate.isListedTwice && { isListedTwice: true }),
    });
    if (fate.missedListings > 0) this.events.withhold(eventId, fate.missedListings);
    this.note('event-recorded', event, eventId);
    return eventId;
  }

  private note(kind: EffectKind, { doorIndexCode, personId }: KeptEvent, eventId?: string): void {
    const id = eventId === undefined ? {} : { eventId };
    this.journal.record({ actor: { by: 'device' }, kind, ownerAppKey: null, doorIndexCode, personId, ...id });
  }

  /** The salt differs from world to world: a fresh world must not repeat the ids a client has seen in an earlier one. */
  private nextEventId(): string {
    const number = this.nextNumber;
    this.nextNumber += 1;
    return createHash('sha256').update(`${this.settings.eventIdSalt}:${number}`).digest('hex').slice(0, 24);
  }
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
