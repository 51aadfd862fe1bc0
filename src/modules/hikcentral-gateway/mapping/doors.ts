import { type DoorEventRead, type DoorRead } from '../operations/doors.js';
import { resultOf } from './event-types.js';
import { fail, type Fields } from './fields.js';
import { fromVendorTime } from './times.js';

/** `doorState` of a door whose device is not reached (HikCentral OpenAPI guide). */
const OFFLINE_STATE = 4;

/** @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readDoor(door: Fields): DoorRead {
  return {
    id: door.requiredId('doorIndexCode'),
    name: door.text('doorName') ?? '',
    isOnline: door.number('doorState') !== OFFLINE_STATE,
  };
}

/** Before this no event of ours can have happened: a terminal that lost its clock says 1970. */
const EARLIEST_EVENT = Date.parse('2000-01-01T00:00:00Z');
const LATEST_EVENT = Date.parse('2100-01-01T00:00:00Z');
/** What a column for it holds; documented types have six digits. */
const MAX_EVENT_TYPE = 2_147_483_647;

/** @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readDoorEvent(event: Fields): DoorEventRead {
  const eventType = event.requiredNumber('eventType');
  if (Math.abs(eventType) > MAX_EVENT_TYPE) fail('eventType is no event type');
  const recordedAt = eventTime(event, 'eventTime') ?? fail('eventTime is no time of an event');
  return {
    eventId: event.requiredId('eventId'),
    eventType,
    result: resultOf(eventType),
    recordedAt,
    occurredAt: eventTime(event, 'deviceTime') ?? recordedAt,
    personId: event.text('personId'),
    personCode: event.text('personCode'),
    doorId: event.id('doorIndexCode') ?? '',
    doorName: event.text('doorName') ?? '',
    readerId: event.id('readerIndexCode'),
    pictureUri: event.text('picUri'),
  };
}

function eventTime(event: Fields, name: string): Date | null {
  const at = fromVendorTime(event.text(name));
  return at !== null && at.getTime() >= EARLIEST_EVENT && at.getTime() < LATEST_EVENT ? at : null;
}
