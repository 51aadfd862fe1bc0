import { type Operation } from '../../../../../src/modules/hikcentral-gateway/index.js';

export const FACE_GRANTED = 196893;
export const FACE_REFUSED = 197151;

/** An access event in HikCentral's own words (HikCentral OpenAPI guide). */
export interface VendorEvent {
  readonly eventId: string;
  readonly eventType: number;
  readonly eventTime: string;
  readonly deviceTime: string;
  readonly personId: string;
  readonly personCode: string;
  readonly doorIndexCode: string;
  readonly doorName: string;
  readonly readerIndexCode: string;
  readonly picUri: string;
}

let made = 0;

/** @param at record time, and the device's too unless `deviceTime` says otherwise */
export function anEvent(at: Date, parts: Partial<VendorEvent> = {}): VendorEvent {
  made += 1;
  const time = vendorTime(at);
  return {
    eventId: `event${made}`,
    eventType: FACE_GRANTED,
    eventTime: time,
    deviceTime: time,
    personId: '1042',
    personCode: 'E00001',
    doorIndexCode: '1',
    doorName: 'Main entrance',
    readerIndexCode: '1',
    picUri: '',
    ...parts,
  };
}

/** As HikCentral writes it: in its own zone. */
export function vendorTime(at: Date): string {
  return new Date(at.getTime() + 5 * 3_600_000).toISOString().replace('Z', '+05:00');
}

/** What HikCentral holds, and how it answers: filtered and sorted by `eventTime`, oldest first, in pages. */
export class EventList {
  readonly events: VendorEvent[] = [];

  answer({ body }: Operation<unknown>): unknown {
    const { startTime, endTime, orderType } = body as { startTime: string; endTime: string; orderType: number };
    const { pageNo, pageSize } = body as { pageNo: number; pageSize: number };
    if (orderType !== 0) throw new Error('an event list that grows is read oldest first');
    const from = Date.parse(startTime);
    const to = Date.parse(endTime);
    const found = this.events
      .filter(({ eventTime }) => Date.parse(eventTime) >= from && Date.parse(eventTime) <= to)
      .sort((a, b) => Date.parse(a.eventTime) - Date.parse(b.eventTime));
    return { total: found.length, pageNo, pageSize, list: found.slice((pageNo - 1) * pageSize, pageNo * pageSize) };
  }
}
