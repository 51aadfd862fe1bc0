import { toId } from '../mapping/limits.js';
import { readPageSkipping, toPaging } from '../mapping/paging.js';
import { asDuplicateCertificate } from '../mapping/refusals.js';
import { toVendorTime } from '../mapping/times.js';
import {
  readApprovalRule,
  readVisitHandle,
  readVisitorGroup,
  readVisitorRecord,
  readVisitorStatus as toVisitorStatus,
} from '../mapping/visitor-answers.js';
import { toVendorVisit } from '../mapping/visitors.js';
import { type Operation, type Page } from './operation.js';
import {
  type VisitHandle,
  type VisitorGroupRead,
  type VisitorRecord,
  type VisitorStatus,
  type VisitToSend,
} from './visitors.js';

const VISITORS = '/artemis/api/visitor/v1';

/** A reservation whose visitor has come. */
export interface ArrivedReservation {
  readonly reservationId: string;
  readonly visitorId: string;
}

/** Without a reservation: a walk-in. GATEWAY.CONFLICT when the certificate is another visitor's now. @throws RangeError */
export function checkInVisitor(
  visit: VisitToSend & { readonly reservation: ArrivedReservation | null },
): Operation<VisitHandle> {
  const { reservation } = visit;
  return {
    name: 'check-in-visitor',
    effect: 'once',
    path: `${VISITORS}/registerment`,
    body: {
      ...(reservation !== null && {
        appointId: toId('reservation', reservation.reservationId),
        visitorId: toId('visitor', reservation.visitorId),
      }),
      ...toVendorVisit(visit),
    },
    read: readVisitHandle,
    readRefusal: asDuplicateCertificate,
  };
}

/** Everything is sent every time. @throws RangeError beyond the limits */
export function updateCheckedInVisitor(visit: VisitToSend & { readonly recordId: string }): Operation<void> {
  return {
    name: 'update-checked-in-visitor',
    effect: 'repeatable',
    path: `${VISITORS}/registerment/update`,
    body: { appointRecordId: toId('record', visit.recordId), ...toVendorVisit(visit) },
    read: () => undefined,
    readRefusal: asDuplicateCertificate,
  };
}

/** Ends every permission. The record's id, never the visitor's (HikCentral OpenAPI guide). @throws RangeError for no id */
export function checkOutVisitor(recordId: string): Operation<void> {
  return {
    name: 'check-out-visitor',
    effect: 'repeatable',
    path: `${VISITORS}/visitor/out`,
    body: { appointRecordId: toId('record', recordId) },
    read: () => undefined,
  };
}

/** @throws RangeError for no id */
export function readVisitorStatus(input: { readonly visitorId: string; readonly at: Date }): Operation<VisitorStatus> {
  return {
    name: 'read-visitor-status',
    effect: 'read',
    path: `${VISITORS}/appointment/getVisitorStatus`,
    body: { visitorId: toId('visitor', input.visitorId), visitTimePoint: toVendorTime(input.at) },
    read: toVisitorStatus,
  };
}

/** Who was checked in, and how each stay ended. @throws RangeError for a page below 1, or a size outside 1–500 */
export function listVisitorRecords(pageNo: number, pageSize?: number): Operation<Page<VisitorRecord>> {
  const paging = toPaging(pageNo, pageSize);
  return {
    name: 'list-visitor-records',
    effect: 'read',
    // The path really is spelled like this.
    path: `${VISITORS}/register/getVistorRegisterRecord`,
    body: { ...paging },
    read: (data, onSkipped) => readPageSkipping(data, paging, readVisitorRecord, onSkipped),
  };
}

/** @throws RangeError for a page below 1, or a size outside 1–500 */
export function listVisitorGroups(pageNo: number, pageSize?: number): Operation<Page<VisitorGroupRead>> {
  const paging = toPaging(pageNo, pageSize);
  return {
    name: 'list-visitor-groups',
    effect: 'read',
    path: `${VISITORS}/visitorgroups/groupinfo`,
    body: { ...paging },
    read: (data, onSkipped) => readPageSkipping(data, paging, readVisitorGroup, onSkipped),
  };
}

/** Whether a reservation holds without anybody agreeing to it. */
export function readVisitorApprovalRule(): Operation<{ readonly isAutomatic: boolean }> {
  return {
    name: 'read-visitor-approval-rule',
    effect: 'read',
    path: `${VISITORS}/visitorConfig/automaticApproval`,
    body: {},
    read: readApprovalRule,
  };
}
