import { publish } from '../../../contracts/events/publish.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type Cause } from '../../../platform/event-log/event-envelope.js';
import { type VisitState } from '../domain/fold-visit.js';
import { isFinal, type VisitTerms } from '../domain/visit-facts.js';
import { type VisitProgress } from '../persistence/visit-repository.js';
import { type VisitEntity } from '../persistence/visit.entity.js';

export function termsOf(visit: VisitEntity): VisitTerms {
  return { validFrom: visit.validFrom, validTo: visit.validTo, exitPolicy: visit.announcedExitPolicy };
}

/** The row as the fold says it is. The version rises with `status`, and once for what else the caller changed. */
export function progressOf(visit: VisitEntity, state: VisitState, hasAgreedOtherwise = false): VisitProgress {
  const hasChanged = hasAgreedOtherwise || state.status !== visit.status;
  return {
    id: visit.id,
    status: state.status,
    version: visit.version + (hasChanged ? 1 : 0),
    checkedInAt: state.checkedInAt,
    checkedOutAt: state.checkedOutAt,
    closedReason: state.closedReason,
    closesAt: state.closesAt,
    overstayedAt: visit.overstayedAt,
    seenLeavingAt: visit.seenLeavingAt,
  };
}

type Identity = Pick<VisitEntity, 'id' | 'guestId'>;

/** Tells of a check-in and of an end, once each: only where `before` was not there yet. */
export function publishProgress(
  tx: Transaction,
  { id: visitId, guestId }: Identity,
  before: VisitState,
  after: VisitState,
  cause?: Cause,
  ending: { readonly isUnconfirmed?: true } = {},
): void {
  const options = { visitIds: [visitId], ...(cause && { cause }) };
  if (before.checkedInAt === null && after.checkedInAt !== null) {
    const by = after.checkedInBy ?? 'passage';
    const occurredAt = after.checkedInAt.toISOString();
    publish(tx, 'visits.visit-checked-in.v1', { visitId, guestId, occurredAt, by }, options);
  }
  if (!isFinal(before.status) && isFinal(after.status) && after.closedReason && after.endedAt) {
    const { status, closedReason } = after;
    const occurredAt = after.endedAt.toISOString();
    publish(tx, 'visits.visit-ended.v1', { visitId, guestId, status, closedReason, occurredAt, ...ending }, options);
  }
}
