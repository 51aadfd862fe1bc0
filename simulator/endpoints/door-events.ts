import { CODES, Refusal } from '../refusal.js';
import { badlyFormed, type Fields, missing, NAME_FORM, outOfRange } from '../server/fields.js';
import { pagedList, readPaging } from '../server/paging.js';
import { type EventFilter } from '../world/event-log.js';
import { type AccessEvent } from '../world/model.js';
import { type World } from '../world/world.js';
import { type Call, type Endpoint, isVersion3, type Profile, serverTime } from './endpoint.js';
import { eventPictureUri } from './event-pictures.js';

const MAX_WINDOW_MS = 31 * 24 * 3_600_000;
const MAX_DOORS = 10;
const MAX_CODES = 20;
const MAX_EVENT_TYPES = 256;
const EMPLOYEE = 0;
const VISITOR = 1;
const ALL = -1;
const ASCENDING = 0;

export const doorEventEndpoints: readonly Endpoint[] = [{ path: '/api/acs/v1/door/events', handle: events }];

function events({ fields, world, profile }: Call): object {
  const paging = readPaging(fields);
  const filter = readFilter(fields, profile);
  const personType = fields.optionalInteger('personType', ALL, VISITOR) ?? ALL;
  const found = isAboutUnmeasured(fields)
    ? []
    : world.events
        .query(filter, world.nowMs())
        .filter((event) => personType === ALL || personTypeOf(event, world) === personType);
  return pagedList(found, paging, (event) => present(event, world, profile));
}

function readFilter(fields: Fields, profile: Profile): EventFilter {
  return {
    ...readWindow(fields),
    ...(isVersion3(profile) ? readPersonFilters(fields) : NO_PERSON_FILTERS),
    eventTypes: readEventTypes(fields, profile),
    personName: fields.optionalText('personName', { form: NAME_FORM }) ?? null,
    doorIndexCodes: readDoors(fields),
    isNewestFirst: fields.optionalInteger('orderType', 0, 1) !== ASCENDING,
  };
}

function readWindow(fields: Fields): { startMs: number; endMs: number } {
  const startMs = fields.time('startTime');
  const endMs = fields.time('endTime');
  if (startMs > endMs) throw new Refusal(CODES.parameterWrong, 'startTime must not be after endTime');
  if (endMs - startMs > MAX_WINDOW_MS) throw outOfRange('endTime');
  const sortField = fields.optionalText('sortField');
  if (sortField !== undefined && sortField !== 'SwipeTime') throw outOfRange('sortField');
  return { startMs, endMs };
}

/** Up to 2.x a query names one type or a name; `eventTypes` came with 3.x and is unknown before. */
function readEventTypes(fields: Fields, profile: Profile): ReadonlySet<number> | null {
  const eventType = fields.optionalInteger('eventType', 0, Number.MAX_SAFE_INTEGER);
  if (!isVersion3(profile)) {
    if (eventType === undefined && !fields.has('personName')) throw missing('eventType');
    return eventType === undefined ? null : new Set([eventType]);
  }
  fields.atMostOneOf('eventType', 'eventTypes');
  if (eventType !== undefined) return new Set([eventType]);
  const types = fields.optionalCommaList('eventTypes', MAX_EVENT_TYPES);
  if (types?.some((type) => !/^\d+$/.test(type)) === true) throw badlyFormed('eventTypes');
  return types === undefined ? null : new Set(types.map(Number));
}

const NO_PERSON_FILTERS = { personIds: null, personCodes: null } as const;

function readPersonFilters(fields: Fields): Pick<EventFilter, 'personIds' | 'personCodes'> {
  fields.atMostOneOf('personId', 'personCode', 'personCodes', 'personName');
  const personId = fields.optionalText('personId');
  const personCode = fields.optionalText('personCode');
  const personCodes = fields.optionalCommaList('personCodes', MAX_CODES) ?? (personCode ? [personCode] : undefined);
  return {
    personIds: personId ? new Set([personId]) : null,
    personCodes: personCodes === undefined ? null : new Set(personCodes),
  };
}

function readDoors(fields: Fields): ReadonlySet<string> | null {
  const doors = fields.optionalList('doorIndexCodes', MAX_DOORS) ?? [];
  if (doors.some((door) => typeof door !== 'string')) throw badlyFormed('doorIndexCodes');
  return doors.length === 0 ? null : new Set(doors.map(String));
}

/** Nobody's temperature is taken and no mask is looked for, so a filter for a state of them finds nothing. */
function isAboutUnmeasured(fields: Fields): boolean {
  const temperature = fields.optionalInteger('temperatureStatus', ALL, 10) ?? ALL;
  const mask = fields.optionalInteger('maskStatus', ALL, 10) ?? ALL;
  return temperature !== ALL || mask !== ALL;
}

/** A stranger counts as an employee, as an event has no third type. */
function personTypeOf({ personId }: AccessEvent, world: World): number {
  return world.visits.findByVisitor(personId) === undefined ? EMPLOYEE : VISITOR;
}

function present(event: AccessEvent, world: World, profile: Profile): object {
  const { doorIndexCode, readerIndexCode } = event;
  const { door, reader } = world.perimeter.locate({ readerIndexCode });
  return {
    eventId: event.eventId,
    eventType: event.eventType,
    eventTime: serverTime(event.eventTimeMs, profile),
    deviceTime: serverTime(event.deviceTimeMs, profile),
    personId: event.personId,
    personCode: event.personCode,
    personName: event.personName,
    personType: personTypeOf(event, world),
    cardNo: event.cardNo ?? '',
    doorName: door.doorName,
    doorIndexCode,
    readerIndexCode,
    readerName: reader.readerName,
    // Attendance is not configured here, so this says nothing about the direction.
    checkInAndOutType: 0,
    picUri: eventPictureUri(event.eventId),
    temperatureData: '',
    temperatureStatus: -1,
    wearMaskStatus: -1,
  };
}
