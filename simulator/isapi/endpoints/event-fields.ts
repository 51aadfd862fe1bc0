import { parseRequestTime } from '../../runtime/zoned-time.js';
import { type Device } from '../device.js';
import { type JsonFields } from '../protocol/json-fields.js';
import { badParameters } from '../status.js';
import { type DeviceEvent, MAJOR_EVENT, MINORS } from '../world/events.js';

const MAX_INTEGER = 2 ** 32 - 1;
const MAX_TEXT = 256;
const ATTRIBUTES = ['attendance', 'other'] as const;
const GRANTED: ReadonlySet<number> = new Set([MINORS.cardGranted, MINORS.faceGranted]);

/** What a search is for, paging left out; 0 for any major or minor. */
export interface EventCondition {
  readonly major: number;
  readonly minor: number;
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
  readonly employeeNo: string | undefined;
  readonly name: string | undefined;
  readonly cardNo: string | undefined;
  readonly beginSerialNo: number | undefined;
  readonly endSerialNo: number | undefined;
  readonly eventAttribute: (typeof ATTRIBUTES)[number] | undefined;
  readonly isReversed: boolean;
}

/** @throws IsapiRefusal badParameters */
export function readEventCondition(fields: JsonFields): EventCondition {
  const condition: EventCondition = {
    major: fields.integer('major', 0, 5),
    minor: fields.integer('minor', 0, 65_535),
    fromMs: readTime(fields, 'startTime'),
    toMs: readTime(fields, 'endTime'),
    employeeNo: fields.optionalText('employeeNoString', MAX_TEXT) || undefined,
    name: fields.optionalText('name', MAX_TEXT) || undefined,
    cardNo: fields.optionalText('cardNo', MAX_TEXT) || undefined,
    beginSerialNo: fields.optionalInteger('beginSerialNo', 0, MAX_INTEGER),
    endSerialNo: fields.optionalInteger('endSerialNo', 0, MAX_INTEGER),
    eventAttribute: fields.optionalOneOf('eventAttribute', ATTRIBUTES),
    isReversed: fields.optionalBoolean('timeReverseOrder') ?? false,
  };
  if ((condition.fromMs ?? -Infinity) > (condition.toMs ?? Infinity)) throw badParameters('endTime');
  return condition;
}

/** With an offset, as everywhere in events and nowhere in validity. */
function readTime(fields: JsonFields, name: string): number | undefined {
  const text = fields.optionalText(name, MAX_TEXT);
  const atMs = text === undefined ? undefined : parseRequestTime(text);
  if (text !== undefined && atMs === undefined) throw badParameters(name);
  return atMs;
}

export function findEvents(events: readonly DeviceEvent[], condition: EventCondition): DeviceEvent[] {
  const { employeeNo, name, cardNo, eventAttribute } = condition;
  const found = events.filter(
    (event) =>
      (condition.major === 0 || event.major === condition.major) &&
      (condition.minor === 0 || event.minor === condition.minor) &&
      isWithin(wholeSeconds(event.atMs), condition.fromMs, condition.toMs) &&
      isWithin(event.serialNo, condition.beginSerialNo, condition.endSerialNo) &&
      (employeeNo === undefined || event.employeeNo === employeeNo) &&
      (name === undefined || event.name === name) &&
      (cardNo === undefined || event.cardNo === cardNo) &&
      (eventAttribute === undefined || (eventAttribute === 'attendance') === isGranted(event)),
  );
  return condition.isReversed ? found.reverse() : found;
}

/** Events are told, and therefore compared, by whole seconds. */
function wholeSeconds(atMs: number): number {
  return Math.floor(atMs / 1000) * 1000;
}

function isWithin(value: number, from = -Infinity, to = Infinity): boolean {
  return from <= value && value <= to;
}

function isGranted({ major, minor }: DeviceEvent): boolean {
  return major === MAJOR_EVENT && GRANTED.has(minor);
}

export function eventPicturePath(serialNo: number): string {
  return `/LOCALS/pic/acs/${serialNo}.jpg`;
}

/** An event as a search shows one. What is pushed has other names. */
export function viewEvent(event: DeviceEvent, { clock, authority }: Device, hasPictures: boolean): object {
  const { major, minor, serialNo, cardReaderNo, doorNo, userType, verifyMode, picture } = event;
  return {
    major,
    minor,
    time: clock.format(event.atMs),
    ...(event.employeeNo !== undefined && { employeeNoString: event.employeeNo, name: event.name ?? '' }),
    ...(verifyMode !== undefined && { cardNo: event.cardNo ?? '', cardType: 1 }),
    ...(cardReaderNo !== undefined && { cardReaderNo }),
    ...(doorNo !== undefined && { doorNo }),
    serialNo,
    ...(userType !== undefined && { userType }),
    ...(verifyMode !== undefined && { currentVerifyMode: verifyMode, attendanceStatus: 'undefined', mask: 'no' }),
    picturesNumber: picture === undefined ? 0 : 1,
    ...(picture !== undefined && hasPictures && { pictureURL: `http://${authority}${eventPicturePath(serialNo)}` }),
  };
}
