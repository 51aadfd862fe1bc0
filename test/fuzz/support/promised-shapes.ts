import { GATEWAY_ERROR_CODES } from '../../../src/modules/hikcentral-gateway/gateway.errors.js';
import { type OperationName } from '../../../src/modules/hikcentral-gateway/index.js';

/** What is wrong with a value, as `where: what`; empty when it is as promised. */
export type Shape = (value: unknown, where: string) => readonly string[];

const MAX_ID_LENGTH = 256;
const MAX_PICTURE_BYTES = 4 * 1024 * 1024;
const EARLIEST_EVENT = Date.parse('2000-01-01T00:00:00Z');
const LATEST_EVENT = Date.parse('2100-01-01T00:00:00Z');

function ifNot(isGood: boolean, where: string, what: string): readonly string[] {
  return isGood ? [] : [`${where}: ${what}`];
}

const text: Shape = (value, where) =>
  ifNot(typeof value === 'string' && !value.includes('\0'), where, 'no text, or one with a NUL');
const someText: Shape = (value, where) => [...text(value, where), ...ifNot(value !== '', where, 'empty')];
const id: Shape = (value, where) => [
  ...someText(value, where),
  ...ifNot(typeof value === 'string' && value.length <= MAX_ID_LENGTH, where, 'too long for an id'),
];
const idOrEmpty: Shape = (value, where) => (value === '' ? [] : id(value, where));
const whole: Shape = (value, where) => ifNot(Number.isSafeInteger(value), where, 'no whole number');
const count: Shape = (value, where) => ifNot(Number.isSafeInteger(value) && (value as number) >= 0, where, 'no count');
const flag: Shape = (value, where) => ifNot(typeof value === 'boolean', where, 'no boolean');
const time: Shape = (value, where) =>
  ifNot(value instanceof Date && !Number.isNaN(value.getTime()), where, 'no instant');
const eventTime: Shape = (value, where) => [
  ...time(value, where),
  ...ifNot((value as Date) >= new Date(EARLIEST_EVENT) && (value as Date) < new Date(LATEST_EVENT), where, 'absurd'),
];
const picture: Shape = (value, where) => [
  ...ifNot(Buffer.isBuffer(value) && value[0] === 0xff && value[1] === 0xd8, where, 'no JPEG'),
  ...ifNot(Buffer.isBuffer(value) && value.length <= MAX_PICTURE_BYTES, where, 'too long'),
];
const nothing: Shape = (value, where) => ifNot(value === undefined, where, 'a value where none is promised');

function oneOf(...values: readonly unknown[]): Shape {
  return (value, where) => ifNot(values.includes(value), where, 'none of what is promised');
}

function orNull(shape: Shape): Shape {
  return (value, where) => (value === null ? [] : shape(value, where));
}

function listOf(shape: Shape): Shape {
  return (value, where) =>
    Array.isArray(value) ? value.flatMap((item, index) => shape(item, `${where}[${index}]`)) : [`${where}: no list`];
}

/** Exactly these fields: one that is missing, or more than promised, is told of. */
function record(fields: Readonly<Record<string, Shape>>): Shape {
  return (value, where) => {
    if (typeof value !== 'object' || value === null) return [`${where}: no record`];
    const extra = Object.keys(value).filter((key) => !Object.hasOwn(fields, key));
    return [
      ...ifNot(Object.getPrototypeOf(value) === Object.prototype, where, 'a foreign prototype'),
      ...extra.map((key) => `${where}.${key}: not promised`),
      ...Object.entries(fields).flatMap(([key, shape]) =>
        shape((value as Readonly<Record<string, unknown>>)[key], `${where}.${key}`),
      ),
    ];
  };
}

interface AnyPage {
  readonly items: readonly unknown[];
  readonly rawCount: number;
  readonly total: number;
  readonly pageNo: number;
  readonly pageSize: number;
  readonly isUntold?: true;
}

/** A page never looks like the whole list when something was left out of it, nor when its total is less than it holds. */
function pageOf(item: Shape): Shape {
  const fields = record({
    ...{ items: listOf(item), rawCount: count, total: count, pageNo: count, pageSize: count },
    isUntold: oneOf(undefined, true),
  });
  return (value, where) => {
    const problems = fields(value, where);
    if (problems.length > 0) return problems;
    const { items, rawCount, total, pageNo, pageSize, isUntold } = value as AnyPage;
    const seen = (pageNo - 1) * pageSize + rawCount;
    return [
      ...ifNot(items.length <= rawCount, where, 'more items than were counted'),
      ...ifNot(rawCount === 0 || total >= seen, where, 'a total smaller than what it counts'),
      ...ifNot(items.length === rawCount || total > items.length, where, 'looks whole and is not'),
      ...ifNot(isUntold !== true || rawCount + total === 0, where, 'told and untold at once'),
    ];
  };
}

const validity = orNull(record({ beginsAt: time, endsAt: time }));
const organisation = record({ id, name: text, parentId: orNull(id) });
const person = record({
  personId: id,
  personCode: idOrEmpty,
  organisationId: idOrEmpty,
  familyName: text,
  givenName: text,
  hasFace: flag,
  faceUri: orNull(someText),
  validity,
  accessLevelIds: orNull(listOf(id)),
});
const lookUp: Shape = (value, where) => (value === 'untold' ? [] : orNull(person)(value, where));
const door = record({
  id,
  name: text,
  isOnline: flag,
  state: orNull(oneOf('closed', 'open', 'remains-open', 'remains-closed', 'offline')),
  deviceId: orNull(id),
  regionId: orNull(id),
});
const handle = record({
  recordId: id,
  visitorId: orNull(id),
  accessCode: orNull(someText),
  qrCodeImage: orNull(someText),
  pin: orNull(someText),
  approvalCode: orNull(someText),
});
const visitorStatus = oneOf(
  ...['reserved', 'expired', 'visited', 'checked-in', 'checked-out', 'checked-out-automatically'],
  ...['checked-out-by-visitor', 'overstayed', 'awaiting-approval', 'failed', 'unknown'],
);

/** The types that callers count on, down to the last field. */
export const PROMISED: Readonly<Record<OperationName, Shape>> = {
  'read-version': record({ product: orNull(someText), version: someText }),
  'list-organisations': pageOf(organisation),
  'search-organisations': pageOf(organisation),
  'list-child-organisations': pageOf(organisation),
  'read-root-organisation': organisation,
  'find-organisation': orNull(organisation),
  'add-organisation': record({ id }),
  'update-organisation': nothing,
  'delete-organisation': nothing,
  'add-person': record({ personId: id }),
  'update-person': nothing,
  'update-face': nothing,
  'delete-person': nothing,
  'delete-person-by-code': nothing,
  'read-deletion-rule': record({ asksPassword: flag }),
  'find-person-by-code': lookUp,
  'find-person-by-id': lookUp,
  'list-persons': pageOf(person),
  'search-persons': pageOf(person),
  'read-card-qr-code': someText,
  'read-person-picture': orNull(picture),
  'read-event-picture': orNull(picture),
  'read-alarm-picture': orNull(picture),
  'check-face': nothing,
  'list-access-levels': pageOf(record({ id, name: text, doors: orNull(listOf(record({ doorId: id, name: text }))) })),
  'add-access-level': nothing,
  'update-access-level': nothing,
  'delete-access-level': nothing,
  'give-access-level': nothing,
  'take-access-level': nothing,
  'list-access-level-members': pageOf(record({ personId: id, personCode: orNull(id) })),
  'request-application': nothing,
  'read-application-summary': record({ pendingCount: count, editedPendingCount: count, failedCount: count }),
  'read-application-failures': pageOf(
    record({
      personCode: id,
      doorName: text,
      parts: listOf(oneOf('device', 'card', 'fingerprint', 'face', 'person')),
    }),
  ),
  'read-person-application': orNull(
    listOf(
      record({ doorId: idOrEmpty, name: text, isOnline: orNull(flag), state: oneOf('applied', 'pending', 'failed') }),
    ),
  ),
  'list-devices': pageOf(
    record({
      id,
      name: text,
      address: orNull(someText),
      port: orNull(whole),
      status: oneOf('online', 'offline', 'unknown'),
    }),
  ),
  'list-doors': pageOf(door),
  'search-doors': pageOf(door),
  'list-doors-of-region': pageOf(door),
  'find-door': orNull(door),
  'control-doors': listOf(
    record({
      doorId: id,
      result: oneOf('done', 'failed', 'unknown'),
      vendorCode: orNull(someText),
      errorCode: orNull(oneOf(...Object.keys(GATEWAY_ERROR_CODES))),
    }),
  ),
  'read-door-events': pageOf(
    record({
      eventId: id,
      eventType: whole,
      result: oneOf('granted', 'denied', 'face_mismatch', 'other'),
      recordedAt: eventTime,
      occurredAt: eventTime,
      personId: orNull(id),
      personCode: orNull(id),
      doorId: idOrEmpty,
      doorName: text,
      readerId: orNull(id),
      pictureUri: orNull(someText),
    }),
  ),
  'subscribe-to-events': nothing,
  'unsubscribe-from-events': nothing,
  'read-event-subscriptions': listOf(
    record({ eventTypes: listOf(whole), destination: someText, keepsMissed: orNull(flag) }),
  ),
  'reserve-visit': handle,
  'reserve-visit-before-2.1': handle,
  'update-reserved-visit': nothing,
  'cancel-reserved-visit': nothing,
  'list-reserved-visits': pageOf(
    record({
      reservationId: id,
      visitorId: orNull(id),
      accessCode: orNull(someText),
      validity,
      state: oneOf('reserved', 'awaiting-approval', 'refused', 'expired', 'arrived', 'unknown'),
    }),
  ),
  'check-in-visitor': handle,
  'update-checked-in-visitor': nothing,
  'check-out-visitor': nothing,
  'read-visitor-status': visitorStatus,
  'list-visitor-records': pageOf(record({ recordId: id, visitorId: orNull(id), status: visitorStatus })),
  'list-visitor-groups': pageOf(record({ id, name: text })),
  'read-visitor-approval-rule': record({ isAutomatic: flag }),
};
