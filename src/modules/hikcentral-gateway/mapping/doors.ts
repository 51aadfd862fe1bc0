import { type DeviceRead, type DoorEventRead, type DoorRead, type DoorState } from '../operations/doors.js';
import { resultOf } from './event-types.js';
import { fail, Fields, isNothing } from './fields.js';
import { fromVendorTime } from './times.js';

/** `doorState` by number; offline when its device is not reached (HikCentral OpenAPI guide). */
const DOOR_STATES: readonly DoorState[] = ['remains-open', 'closed', 'open', 'remains-closed', 'offline'];
/** `status` of a device by number (HikCentral OpenAPI guide). */
const DEVICE_STATUSES: readonly DeviceRead['status'][] = ['unknown', 'online', 'offline'];

/** @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readDoor(door: Fields): DoorRead {
  const state = DOOR_STATES[door.number('doorState') ?? -1] ?? null;
  return {
    id: door.requiredId('doorIndexCode'),
    name: door.text('doorName') ?? '',
    isOnline: state !== 'offline',
    state,
    deviceId: door.id('acsDevIndexCode'),
    regionId: door.id('regionIndexCode'),
  };
}

/** @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readDoorOrNull(data: unknown): DoorRead | null {
  return isNothing(data) ? null : readDoor(Fields.of(data, 'door'));
}

/** @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readDevice(device: Fields): DeviceRead {
  return {
    id: device.requiredId('acsDevIndexCode'),
    name: device.text('acsDevName') ?? '',
    address: device.text('acsDevIp'),
    port: device.number('acsDevPort'),
    status: DEVICE_STATUSES[device.number('status') ?? -1] ?? 'unknown',
  };
}

/** Before this no event of ours can have happened: a terminal that lost its clock says 1970. */
const EARLIEST_EVENT = Date.parse('2000-01-01T00:00:00Z');
const LATEST_EVENT = Date.parse('2100-01-01T00:00:00Z');
/** What a column for it holds; documented types have six digits. */
const MAX_EVENT_TYPE = 2_147_483_647;

/** A number, or a text of digits. @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readEventType(event: Fields): number {
  const eventType = event.requiredNumber('eventType');
  return Math.abs(eventType) <= MAX_EVENT_TYPE ? eventType : fail('eventType is no event type');
}

/** @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readDoorEvent(event: Fields): DoorEventRead {
  const eventType = readEventType(event);
  const recordedAt = eventTime(event, 'eventTime') ?? fail('eventTime is no time of an event');
  return {
    eventId: event.requiredId('eventId'),
    eventType,
    result: resultOf(eventType),
    recordedAt,
    occurredAt: eventTime(event, 'deviceTime') ?? recordedAt,
    personId: event.id('personId'),
    personCode: event.id('personCode'),
    doorId: event.id('doorIndexCode') ?? '',
    doorName: event.text('doorName') ?? '',
    readerId: event.id('readerIndexCode'),
    pictureUri: event.text('picUri'),
  };
}

/** null for what no event of ours can have. */
export function eventTime(event: Fields, name: string): Date | null {
  const at = fromVendorTime(event.text(name));
  return at !== null && at.getTime() >= EARLIEST_EVENT && at.getTime() < LATEST_EVENT ? at : null;
}
