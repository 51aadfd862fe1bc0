import { publish } from '../../../contracts/events/publish.js';
import { type AccessStatus } from '../../../contracts/ports/visit-access.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type Cause } from '../../../platform/event-log/event-envelope.js';
import { type StoredVisitAccess } from '../persistence/visit-access-repository.js';
import { type CardholderDraft } from './cardholder-draft.js';

/** Another status of a visit's access, to its timeline. */
export function tellChange(tx: Transaction, from: AccessStatus | null, row: StoredVisitAccess, cause?: Cause): void {
  publish(
    tx,
    'access-control.access-changed.v1',
    {
      visitId: row.visitId,
      guestId: row.guestId,
      from,
      to: row.status,
      errorCode: row.lastError?.code ?? null,
    },
    { visitIds: [row.visitId], ...(cause && { cause }) },
  );
}

/** Told to the visits that are served, and to those whose access is being taken. */
export function tellStep(
  tx: Transaction,
  { stepTaken, desired }: CardholderDraft,
  unsettled: readonly StoredVisitAccess[],
  cause?: Cause,
): void {
  if (stepTaken === null) return;
  const leaving = unsettled.filter(({ wasServed, status }) => wasServed && status !== 'revoked');
  const visitIds = [...new Set([...desired.visitIds, ...leaving.map(({ visitId }) => visitId)])];
  publish(tx, 'access-control.step-taken.v1', stepTaken, { visitIds, ...(cause && { cause }) });
}
