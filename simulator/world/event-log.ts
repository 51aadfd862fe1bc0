import { type AccessEvent } from './model.js';

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

/** The access events HikCentral has recorded, in the order of their recording. */
export class EventLog {
  private readonly events: AccessEvent[];

  constructor(events: Iterable<AccessEvent>) {
    this.events = [...events];
  }

  all(): readonly AccessEvent[] {
    return this.events;
  }

  append(event: AccessEvent): void {
    this.events.push(event);
  }

  /** Filters and sorts on `eventTime`, both ends included; equal times keep the order of recording. */
  query(filter: EventFilter, nowMs: number): AccessEvent[] {
    const part = filter.personName?.toLowerCase() ?? null;
    const found = this.events.filter(
      (event) =>
        event.visibleAtMs <= nowMs &&
        event.eventTimeMs >= filter.startMs &&
        event.eventTimeMs <= filter.endMs &&
        (filter.eventTypes?.has(event.eventType) ?? true) &&
        (filter.personIds?.has(event.personId) ?? true) &&
        (filter.personCodes?.has(event.personCode) ?? true) &&
        (filter.doorIndexCodes?.has(event.doorIndexCode) ?? true) &&
        (part === null || event.personName.toLowerCase().includes(part)),
    );
    const ascending = found.sort((a, b) => a.eventTimeMs - b.eventTimeMs);
    return filter.isNewestFirst ? ascending.reverse() : ascending;
  }
}
