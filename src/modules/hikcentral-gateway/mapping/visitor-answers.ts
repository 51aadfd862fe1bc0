import {
  type ReservedVisit,
  type VisitHandle,
  type VisitorGroupRead,
  type VisitorRecord,
  type VisitorStatus,
} from '../operations/visitors.js';
import { fail, Fields } from './fields.js';
import { fromVendorTime } from './times.js';

/** `visitorStatus` by number, from 0; -1 is unknown (HikCentral OpenAPI guide). */
const STATUSES: readonly VisitorStatus[] = [
  'reserved',
  'expired',
  'visited',
  'checked-in',
  'checked-out',
  'checked-out-automatically',
  'checked-out-by-visitor',
  'overstayed',
  'awaiting-approval',
  'failed',
];
/** The same word counts otherwise in records of stays (HikCentral OpenAPI guide). */
const RECORD_STATUSES: readonly VisitorStatus[] = [
  'checked-in',
  'checked-out',
  'checked-out-automatically',
  'checked-out-by-visitor',
  'overstayed',
];
/** `appointState` by number, as the filter of the same name counts (our rule). */
const STATES: readonly ReservedVisit['state'][] = ['reserved', 'expired', 'arrived'];
/** `appointStatus` by number (seen in the field). */
const RESERVATION_STATES: readonly ReservedVisit['state'][] = [
  'reserved',
  'awaiting-approval',
  'refused',
  'arrived',
  'arrived',
];

/** `AppointCode` and `appointCode` are one field here, as all spellings are. @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readVisitHandle(data: unknown): VisitHandle {
  const handle = Fields.of(data, 'visit');
  return {
    recordId: handle.requiredId('appointRecordId'),
    visitorId: handle.id('visitorId'),
    accessCode: handle.text('appointCode'),
    qrCodeImage: handle.text('qrCodeImage'),
    pin: handle.text('PINCode'),
    approvalCode: handle.text('ApprovalFlowCode'),
  };
}

/** The status in an object, or by itself. @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readVisitorStatus(data: unknown): VisitorStatus {
  const answer = Fields.maybe(data) ?? Fields.of({ visitorStatus: data }, 'status');
  return STATUSES[answer.requiredNumber('visitorStatus')] ?? 'unknown';
}

/** The id is called `appointID` in lists and `appointRecordId` elsewhere (seen in the field). @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readReservedVisit(reservation: Fields): ReservedVisit {
  const visitor = reservation.child('visitorInfo') ?? reservation;
  const beginsAt = fromVendorTime(reservation.text('appointStartTime'));
  const endsAt = fromVendorTime(reservation.text('appointEndTime'));
  const status = reservation.number('appointStatus');
  const state = status === null ? STATES[reservation.number('appointState') ?? -1] : RESERVATION_STATES[status];
  return {
    reservationId: reservation.id('appointID') ?? reservation.requiredId('appointRecordId'),
    visitorId: visitor.id('visitorId') ?? reservation.id('visitorId'),
    accessCode: reservation.text('appointCode'),
    validity: beginsAt === null || endsAt === null ? null : { beginsAt, endsAt },
    state: state ?? 'unknown',
  };
}

/** @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readVisitorRecord(record: Fields): VisitorRecord {
  const visitor = record.child('visitorBaseInfo') ?? record.child('visitorInfo');
  return {
    recordId: record.id('recordId') ?? record.requiredId('appointRecordId'),
    visitorId: visitor?.id('visitorId') ?? record.id('visitorId'),
    status: RECORD_STATUSES[record.number('visitorStatus') ?? -1] ?? 'unknown',
  };
}

/** No sample is published: every spelling that a group goes by elsewhere is understood. @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readVisitorGroup(group: Fields): VisitorGroupRead {
  const id = ['visitorGroupId', 'groupId', 'indexCode'].map((name) => group.id(name)).find((value) => value !== null);
  return {
    id: id ?? fail('the id of a group is missing'),
    name: group.text('visitorGroupName') ?? group.text('groupName') ?? group.text('name') ?? '',
  };
}

/** 0: on, 1: off (HikCentral OpenAPI guide); in an object (seen in the field), or by itself. @throws GATEWAY.UNEXPECTED_RESPONSE */
export function readApprovalRule(data: unknown): { readonly isAutomatic: boolean } {
  const answer = Fields.maybe(data) ?? Fields.of({ automaticApproval: data }, 'approval');
  return { isAutomatic: answer.requiredNumber('automaticApproval') === 0 };
}
