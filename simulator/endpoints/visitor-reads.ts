import { type Fields, outOfRange } from '../server/fields.js';
import { pagedList, pageOf, readPaging } from '../server/paging.js';
import { fullName } from '../world/model.js';
import { statusAt, type Visit, VISITOR_STATUS } from '../world/visitors.js';
import { notFound } from '../refusal.js';
import { type Call, type Endpoint, type Profile, serverTime } from './endpoint.js';
import { VISITOR_GROUP } from './visitor-fields.js';

const V1 = '/api/visitor/v1';
const ALL = -1;
const RESERVED = 0;
const EXPIRED = 1;
const VISITED = 2;

export const visitorReadEndpoints: readonly Endpoint[] = [
  { path: `${V1}/appointment/appointmentlist`, handle: reservations },
  { path: `${V1}/appointment/getVisitorStatus`, handle: status },
  { path: `${V1}/register/getVistorRegisterRecord`, handle: records },
  { path: `${V1}/visitorgroups/groupinfo`, handle: ({ fields }) => groups(fields) },
];

/** The reservations whose visit begins in the window, oldest first. */
function reservations({ fields, world, profile }: Call): object {
  const paging = readPaging(fields);
  const fromMs = fields.time('appointStartTime');
  const toMs = fields.time('appointEndTime');
  if (fromMs > toMs) throw outOfRange('appointEndTime');
  const state = fields.optionalInteger('appointState', ALL, VISITED) ?? ALL;
  const isWanted = readVisitorFilter(fields, 'phoneNo', 'identiCode');
  const appointCode = fields.optionalText('appointCode') ?? '';
  const found = world.visits
    .all()
    .filter((visit) => visit.end !== 'cancelled')
    .filter(({ plan }) => plan.beginTimeMs >= fromMs && plan.beginTimeMs <= toMs)
    .filter((visit) => state === ALL || reservationState(visit, world.nowMs()) === state)
    .filter((visit) => isWanted(visit) && (appointCode === '' || visit.appointCode === appointCode));
  return pagedList(found, paging, (visit) => presentReservation(visit, world.nowMs(), profile));
}

/** Where a visitor stands at a moment, by default now. */
function status({ fields, world }: Call): object {
  const visit = world.visits.findByVisitor(fields.text('visitorId'));
  const atMs = fields.optionalTime('visitTimePoint') ?? world.nowMs();
  if (visit === undefined) throw notFound('visitor');
  return { visitorStatus: statusAt(visit, atMs) };
}

/** Everybody who has been checked in, the latest first. */
function records({ fields, world, profile }: Call): object {
  const paging = readPaging(fields);
  const isWanted = readVisitorFilter(fields, 'phoneNumber', 'certificateNo');
  const found = world.visits
    .all()
    .filter((visit) => visit.checkedInAtMs !== null && isWanted(visit))
    .reverse();
  const list = pageOf(found, paging).map((visit) => ({
    recordId: visit.appointRecordId,
    visitorStatus: recordStatus(visit, world.nowMs()),
    visitStartTime: serverTime(visit.checkedInAtMs ?? visit.plan.beginTimeMs, profile),
    visitEndTime: serverTime(visit.endedAtMs ?? visit.plan.endTimeMs, profile),
    visitorBaseInfo: presentVisitor(visit),
  }));
  return { totalNum: found.length, ...paging, list };
}

function groups(fields: Fields): object {
  const paging = readPaging(fields);
  return pagedList([VISITOR_GROUP], paging, (group) => group);
}

function readVisitorFilter(fields: Fields, phoneField: string, certificateField: string): (visit: Visit) => boolean {
  const name = (fields.optionalText('visitorName', { max: 256 }) ?? '').toLowerCase();
  const company = (fields.optionalText('companyName', { max: 128 }) ?? '').toLowerCase();
  const phone = fields.optionalText(phoneField, { max: 20 }) ?? '';
  const certificate = fields.optionalText(certificateField, { max: 20 }) ?? '';
  return ({ visitor }) =>
    fullName(visitor).toLowerCase().includes(name) &&
    visitor.companyName.toLowerCase().includes(company) &&
    (phone === '' || visitor.phoneNo === phone) &&
    (certificate === '' || visitor.certificateNo === certificate);
}

function reservationState(visit: Visit, nowMs: number): number {
  if (visit.checkedInAtMs !== null) return VISITED;
  return statusAt(visit, nowMs) === VISITOR_STATUS.expired ? EXPIRED : RESERVED;
}

/** The numbers of the register differ from those of `visitorStatus`: 0 in, 1 out, 2 automatic, 4 overdue. */
function recordStatus(visit: Visit, nowMs: number): number {
  const numbers: Partial<Record<number, number>> = {
    [VISITOR_STATUS.out]: 1,
    [VISITOR_STATUS.automaticOut]: 2,
    [VISITOR_STATUS.overdue]: 4,
  };
  return numbers[statusAt(visit, nowMs)] ?? 0;
}

function presentReservation(visit: Visit, nowMs: number, profile: Profile): object {
  const { plan } = visit;
  return {
    appointRecordId: visit.appointRecordId,
    visitorId: visit.visitorId,
    appointCode: visit.appointCode,
    appointState: reservationState(visit, nowMs),
    visitorStatus: statusAt(visit, nowMs),
    receptionistId: plan.receptionistId,
    appointStartTime: serverTime(plan.beginTimeMs, profile),
    appointEndTime: serverTime(plan.endTimeMs, profile),
    visitReasonType: plan.reasonType,
    visitReasonDetail: plan.reasonDetail,
    visitorInfo: presentVisitor(visit),
  };
}

function presentVisitor({ visitorId, visitor }: Visit): object {
  return {
    visitorId,
    visitorName: fullName(visitor),
    visitorFamilyName: visitor.familyName,
    visitorGivenName: visitor.givenName,
    visitorGroupName: visitor.groupName,
    gender: visitor.gender,
    phoneNo: visitor.phoneNo,
    email: visitor.email,
    plateNo: visitor.plateNo,
    companyName: visitor.companyName,
    certificateType: visitor.certificateType,
    certificateNo: visitor.certificateNo,
    remark: visitor.remark,
    personPhoto: { picUri: visitor.face === null ? '' : `Vsm://face/${visitorId}` },
  };
}
