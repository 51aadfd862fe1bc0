import { type AccessEvent } from './model.js';
import { insertByTime, timeSlice } from './time-order.js';

export interface EventFilter {
  readonly startMs: number;
  readonly endMs: number;
  readonly eventTypes: ReadonlySet<number> | null;
  readonly personIds: ReadonlySet<string> | null;
  readonly personCodes: ReadonlySet<string> | null;
  /** Part of the name, in any case. */
  readonly personName: string | null;
  readonly doorIndexCodes: ReadonlySet<string> | null;
  readonly isNewestFirst: boolean;
}

type EventsByKey = Map<string, AccessEvent[]>;

/** The access events HikCentral has recorded, with indexes by time and by person. */
export class EventLog {
  private events: AccessEvent[] = [];
  private byTime: AccessEvent[] = [];
  private byPersonId: EventsByKey = new Map();
  private byPersonCode: EventsByKey = new Map();
  /** Event → listings that should have had it and yet will not. */
  private readonly withheld = new Map<string, number>();

  constructor(events: Iterable<AccessEvent>) {
    for (const event of events) this.append(event);
  }

  /** In the order of their recording. */
  all(): readonly AccessEvent[] {
    return this.events;
  }

  append(event: AccessEvent): void {
    this.events.push(event);
    insertByTime(this.byTime, event);
    if (event.personId !== '') insertByTime(listOf(this.byPersonId, event.personId), event);
    if (event.personCode !== '') insertByTime(listOf(this.byPersonCode, event.personCode), event);
  }

  replaceAll(events: readonly AccessEvent[]): void {
    this.events = [];
    this.byTime = [];
    this.byPersonId = new Map();
    this.byPersonCode = new Map();
    this.withheld.clear();
    for (const event of events) this.append(event);
  }

  /** Keeps an event out of the next listings that should have it: it turns up between two pages. */
  withhold(eventId: string, listings: number): void {
    this.withheld.set(eventId, listings);
  }

  /**
   * One listing. Filters and sorts on `eventTime`, both ends included; equal times keep the order of recording. An event that is
   * listed twice stands twice in a row.
   */
  query(filter: EventFilter, nowMs: number): AccessEvent[] {
    const fits = fitting(filter, nowMs);
    const found: AccessEvent[] = [];
    for (const event of this.candidates(filter)) {
      if (!fits(event) || this.isKeptBack(event)) continue;
      found.push(event);
      if (event.isListedTwice === true) found.push(event);
    }
    return filter.isNewestFirst ? found.reverse() : found;
  }

  private candidates({ startMs, endMs, personIds, personCodes }: EventFilter): AccessEvent[] {
    const keys = personIds ?? personCodes;
    if (keys === null) return timeSlice(this.byTime, startMs, endMs);
    const index = personIds === null ? this.byPersonCode : this.byPersonId;
    const lists = [...keys].map((key) => timeSlice(index.get(key) ?? [], startMs, endMs));
    if (lists.length === 1) return lists[0] ?? [];
    const wanted = new Set(lists.flat());
    // Among equal times the order of recording decides, which only the index by time knows.
    return wanted.size === 0 ? [] : timeSlice(this.byTime, startMs, endMs).filter((event) => wanted.has(event));
  }

  private isKeptBack({ eventId }: AccessEvent): boolean {
    if (this.withheld.size === 0) return false;
    const left = this.withheld.get(eventId);
    if (left === undefined) return false;
    if (left <= 1) this.withheld.delete(eventId);
    else this.withheld.set(eventId, left - 1);
    return true;
  }
}

function fitting(filter: EventFilter, nowMs: number): (event: AccessEvent) => boolean {
  const part = filter.personName?.toLowerCase() ?? null;
  const { eventTypes, personIds, personCodes, doorIndexCodes } = filter;
  const isForAll = [part, eventTypes, personIds, personCodes, doorIndexCodes].every((wanted) => wanted === null);
  if (isForAll) return (event) => event.visibleAtMs <= nowMs;
  return (event) =>
    event.visibleAtMs <= nowMs &&
    (eventTypes === null || eventTypes.has(event.eventType)) &&
    (personIds === null || personIds.has(event.personId)) &&
    (personCodes === null || personCodes.has(event.personCode)) &&
    (doorIndexCodes === null || doorIndexCodes.has(event.doorIndexCode)) &&
    (part === null || event.personName.toLowerCase().includes(part));
}

function listOf(index: EventsByKey, key: string): AccessEvent[] {
  const list = index.get(key) ?? [];
  if (list.length === 0) index.set(key, list);
  return list;
}
