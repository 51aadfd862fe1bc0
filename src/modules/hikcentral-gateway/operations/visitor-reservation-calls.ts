import { toId } from '../mapping/limits.js';
import { readPageSkipping, toPaging } from '../mapping/paging.js';
import { asDuplicateCertificate } from '../mapping/refusals.js';
import { toVendorTime } from '../mapping/times.js';
import { readReservedVisit, readVisitHandle } from '../mapping/visitor-answers.js';
import { toVendorReservation, toVendorVisit } from '../mapping/visitors.js';
import { type Operation, type Page } from './operation.js';
import { type ReservedVisit, type VisitHandle, type VisitToSend } from './visitors.js';

const VISITORS = '/artemis/api/visitor';
/** `appointState` (by number in the guide, its meaning seen in the field). */
const RESERVATION_STATES = { reserved: 0, 'awaiting-approval': 1, refused: 2 } as const;

/** From 2.1 on. GATEWAY.CONFLICT when the certificate is another visitor's now. @throws RangeError beyond the limits */
export function reserveVisit(visit: VisitToSend): Operation<VisitHandle> {
  return { name: 'reserve-visit', ...reservation(`${VISITORS}/v2/appointment`, toVendorReservation(visit)) };
}

/** What HikCentral before 2.1 has instead; nothing else differs. @throws RangeError beyond the limits */
export function reserveVisitBefore21(visit: VisitToSend): Operation<VisitHandle> {
  return { name: 'reserve-visit-before-2.1', ...reservation(`${VISITORS}/v1/appointment`, toVendorVisit(visit)) };
}

function reservation(path: string, body: Operation<unknown>['body']): Omit<Operation<VisitHandle>, 'name'> {
  return { effect: 'once', path, body, read: readVisitHandle, readRefusal: asDuplicateCertificate };
}

/** Everything is sent every time. @throws RangeError beyond the limits */
export function updateReservedVisit(visit: VisitToSend & { readonly recordId: string }): Operation<void> {
  return {
    name: 'update-reserved-visit',
    effect: 'repeatable',
    path: `${VISITORS}/v2/appointment/update`,
    body: { appointRecordId: toId('reservation', visit.recordId), ...toVendorReservation(visit) },
    read: () => undefined,
    readRefusal: asDuplicateCertificate,
  };
}

/** @throws RangeError for no id */
export function cancelReservedVisit(recordId: string): Operation<void> {
  return {
    name: 'cancel-reserved-visit',
    effect: 'repeatable',
    path: `${VISITORS}/v1/appointment/single/delete`,
    body: { appointRecordId: toId('reservation', recordId) },
    read: () => undefined,
  };
}

/** @throws RangeError for a window that does not end after it begins, a page below 1, or a size outside 1–500 */
export function listReservedVisits(input: {
  /** Reservations that begin or end in this window. */
  readonly from: Date;
  readonly to: Date;
  /** Absent: all. A state asked for came back empty or mixed in the field: look at each item's own. */
  readonly state?: keyof typeof RESERVATION_STATES;
  readonly pageNo: number;
  readonly pageSize?: number;
}): Operation<Page<ReservedVisit>> {
  const { from, to, state } = input;
  const paging = toPaging(input.pageNo, input.pageSize);
  if (!(from.getTime() < to.getTime())) throw new RangeError('a window must end after it begins');
  return {
    name: 'list-reserved-visits',
    effect: 'read',
    path: `${VISITORS}/v1/appointment/appointmentlist`,
    body: {
      ...paging,
      appointStartTime: toVendorTime(from),
      appointEndTime: toVendorTime(to, 'up'),
      ...(state !== undefined && { appointState: RESERVATION_STATES[state] }),
    },
    read: (data, onSkipped) => readPageSkipping(data, paging, readReservedVisit, onSkipped),
  };
}
