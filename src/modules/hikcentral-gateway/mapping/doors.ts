import { type DoorEventRead, type DoorRead } from '../operations/doors.js';
import { resultOf } from './event-types.js';
import { fail, type Fields } from './fields.js';
import { fromVendorTime } from './times.js';

/** `doorState` of a door whose device is not reached (HikCentral OpenAPI guide). */
const OFFLINE_STATE = 4;

/** @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readDoor(door: Fields): DoorRead {
  return {
    id: door.requiredText('doorIndexCode'),
    name: door.text('doorName') ?? '',
    isOnline: door.number('doorState') !== OFFLINE_STATE,
  };
}

/** @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readDoorEvent(event: Fields): DoorEventRead {
  const eventType = event.requiredNumber('eventType');
  const recordedAt = fromVendorTime(event.text('eventTime')) ?? fail('eventTime is no time with an offset');
  return {
    eventId: event.requiredText('eventId'),
    eventType,
    result: resultOf(eventType),
    recordedAt,
    occurredAt: fromVendorTime(event.text('deviceTime')) ?? recordedAt,
    personId: event.text('personId'),
    personCode: event.text('personCode'),
    doorId: event.text('doorIndexCode') ?? '',
    doorName: event.text('doorName') ?? '',
    readerId: event.text('readerIndexCode'),
    pictureUri: event.text('picUri'),
  };
}
