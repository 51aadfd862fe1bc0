import { type GatewayError } from '../gateway.errors.js';
import { readDoorEvent } from '../mapping/doors.js';
import { assertRange, optionalText, toCommaList, toId, toIds } from '../mapping/limits.js';
import { readPageSkipping, toPaging } from '../mapping/paging.js';
import { toVendorTime } from '../mapping/times.js';
import { type Operation, type Page } from './operation.js';
import { type DoorEventRead } from './doors.js';

/** At most this far apart may the ends of a window of door events be (HikCentral OpenAPI guide). */
export const MAX_EVENT_WINDOW_MS = 31 * 24 * 60 * 60 * 1_000;
/** A face opened a door, and did not: what a HikCentral before 3.x is asked for, one type at a time. */
export const FACE_GRANTED_EVENT = 196893;
export const FACE_REFUSED_EVENT = 197151;
export const MAX_EVENT_PERSON_CODES = 20;
export const MAX_EVENT_DOORS = 10;

/** No limit is stated for this search; the longest part of a name (our rule). */
const MAX_NAME_LENGTH = 256;
/** Documented types have six digits. */
const MAX_EVENT_TYPE = 2_147_483_647;
const PERSON_TYPES = { employee: 0, visitor: 1 } as const;
const ASCENDING = 0;

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
  /**
   * Whose events; of `personCodes`, `personId` and `personName` at most one (HikCentral OpenAPI guide). At most 20 codes;
   * absent: everybody. Codes and id from 3.x on.
   */
  readonly personCodes?: readonly string[];
  readonly personId?: string;
  /** Fuzzy, 1–256 characters. Also 2.x understands it, and is then content without a type. */
  readonly personName?: string;
  /** Absent: both. */
  readonly personType?: 'employee' | 'visitor';
  /** At most 10; absent: all. */
  readonly doorIds?: readonly string[];
}

/**
 * Oldest first, so that pages stay where they are while events arrive.
 * @throws RangeError beyond the limits of the window, and for filters that exclude each other
 */
export function readDoorEvents(window: DoorEventWindow): Operation<Page<DoorEventRead>> {
  const { from, to, pageNo, pageSize, eventTypes = [], doorIds = [] } = window;
  const paging = toPaging(pageNo, pageSize);
  assertRange('length of the window in milliseconds', to.getTime() - from.getTime(), 1, MAX_EVENT_WINDOW_MS);
  for (const eventType of eventTypes) assertRange('event type', eventType, 0, MAX_EVENT_TYPE);
  const doors = toIds('door', doorIds, 0, MAX_EVENT_DOORS);
  return {
    name: 'read-door-events',
    effect: 'read',
    path: '/artemis/api/acs/v1/door/events',
    body: {
      startTime: toVendorTime(from),
      endTime: toVendorTime(to, 'up'),
      ...(eventTypes.length === 1 && { eventType: eventTypes[0] }),
      ...(eventTypes.length > 1 && { eventTypes: eventTypes.join(',') }),
      ...whoseEvents(window),
      ...(doors.length > 0 && { doorIndexCodes: doors }),
      ...paging,
      sortField: 'SwipeTime',
      orderType: ASCENDING,
    },
    read: (data, onSkipped) => readPageSkipping(data, paging, readDoorEvent, onSkipped),
  };
}

function whoseEvents({ personCodes = [], personId, personName, personType }: DoorEventWindow): object {
  const codes = toCommaList('person code', personCodes, 0, MAX_EVENT_PERSON_CODES);
  const name = optionalText('name to search for', personName, MAX_NAME_LENGTH);
  if ([codes !== '', personId !== undefined, name !== undefined].filter(Boolean).length > 1) {
    throw new RangeError('door events are asked for by person codes, by one person or by a name, not by two of them');
  }
  return {
    ...(codes !== '' && { personCodes: codes }),
    ...(personId !== undefined && { personId: toId('person', personId) }),
    ...(name !== undefined && { personName: name }),
    ...(personType !== undefined && { personType: PERSON_TYPES[personType] }),
  };
}

/** A parameter missing, out of range, badly formed, or wrong; not "answer too long", which a 3.x says too. */
const WRONG_PARAMETER: ReadonlySet<unknown> = new Set(['0x00072001', '0x00072002', '0x00072003', '2']);

/** What a HikCentral before 3.x answers when door events of all types are asked for at once. */
export function wantsOneEventType({ code, context }: GatewayError): boolean {
  return code === 'GATEWAY.INVALID_REQUEST' && WRONG_PARAMETER.has(context['vendorCode']);
}
