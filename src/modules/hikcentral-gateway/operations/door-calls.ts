import { type GatewayError } from '../gateway.errors.js';
import { readDoor, readDoorEvent } from '../mapping/doors.js';
import { assertRange } from '../mapping/limits.js';
import { readPageSkipping, toPaging } from '../mapping/paging.js';
import { toVendorTime } from '../mapping/times.js';
import { type Operation, type Page } from './operation.js';
import { type DoorRead, type DoorEventRead } from './doors.js';

/** At most this far apart may the ends of a window of door events be (HikCentral OpenAPI guide). */
export const MAX_EVENT_WINDOW_MS = 31 * 24 * 60 * 60 * 1_000;
/** A face opened a door, and did not: what a HikCentral before 3.x is asked for, one type at a time. */
export const FACE_GRANTED_EVENT = 196893;
export const FACE_REFUSED_EVENT = 197151;
export const MAX_EVENT_PERSON_CODES = 20;
export const MAX_EVENT_DOORS = 10;

/** A window of door events, by when HikCentral recorded them. */
export interface DoorEventWindow {
  readonly from: Date;
  /** After `from`, at most 31 days later; rounded up to a whole second. */
  readonly to: Date;
  /** From 1. */
  readonly pageNo: number;
  /** 1–500, 500 when absent. */
  readonly pageSize?: number;
  /** Absent: all. Understood from 3.x on; with exactly one the form that 2.x understands too is used. */
  readonly eventTypes?: readonly number[];
  /** At most 20; absent: everybody. From 3.x on. */
  readonly personCodes?: readonly string[];
  /** At most 10; absent: all. */
  readonly doorIds?: readonly string[];
}

/** @throws RangeError for a page below 1 */
export function listDoors(pageNo: number): Operation<Page<DoorRead>> {
  const paging = toPaging(pageNo);
  return {
    name: 'list-doors',
    effect: 'read',
    path: '/artemis/api/resource/v1/acsDoor/acsDoorList',
    body: { ...paging },
    read: (data, onSkipped) => readPageSkipping(data, paging, readDoor, onSkipped),
  };
}

/** Oldest first, so that pages stay where they are while events arrive. @throws RangeError beyond the limits of the window */
export function readDoorEvents(window: DoorEventWindow): Operation<Page<DoorEventRead>> {
  const { from, to, pageNo, pageSize, eventTypes = [], personCodes = [], doorIds = [] } = window;
  const paging = toPaging(pageNo, pageSize);
  assertRange('length of the window in milliseconds', to.getTime() - from.getTime(), 1, MAX_EVENT_WINDOW_MS);
  assertRange('number of person codes', personCodes.length, 0, MAX_EVENT_PERSON_CODES);
  assertRange('number of doors', doorIds.length, 0, MAX_EVENT_DOORS);
  return {
    name: 'read-door-events',
    effect: 'read',
    path: '/artemis/api/acs/v1/door/events',
    body: {
      startTime: toVendorTime(from),
      endTime: toVendorTime(to, 'up'),
      ...(eventTypes.length === 1 && { eventType: eventTypes[0] }),
      ...(eventTypes.length > 1 && { eventTypes: eventTypes.join(',') }),
      ...(personCodes.length > 0 && { personCodes: personCodes.join(',') }),
      ...(doorIds.length > 0 && { doorIndexCodes: doorIds }),
      ...paging,
      sortField: 'SwipeTime',
      orderType: ASCENDING,
    },
    read: (data, onSkipped) => readPageSkipping(data, paging, readDoorEvent, onSkipped),
  };
}

/** A parameter missing, out of range, badly formed, or wrong; not "answer too long", which a 3.x says too. */
const WRONG_PARAMETER: ReadonlySet<unknown> = new Set(['0x00072001', '0x00072002', '0x00072003', '2']);

/** What a HikCentral before 3.x answers when door events of all types are asked for at once. */
export function wantsOneEventType({ code, context }: GatewayError): boolean {
  return code === 'GATEWAY.INVALID_REQUEST' && WRONG_PARAMETER.has(context['vendorCode']);
}

const ASCENDING = 0;
