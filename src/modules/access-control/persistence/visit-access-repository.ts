import { type AccessErrorCode, type AccessStatus, type DoorAccess } from '../../../contracts/ports/visit-access.js';
import { type Transaction } from '../../../platform/database/transaction.js';

/** The access of one visit as the API shows it; it outlives the visit. */
export interface StoredVisitAccess {
  readonly visitId: string;
  readonly guestId: string;
  readonly cardholderId: string;
  readonly isOpen: boolean;
  /** HikCentral held, or may have held, a level on its behalf. */
  readonly wasServed: boolean;
  readonly levelIds: readonly string[];
  /** `validTo` as agreed. */
  readonly endsAt: Date;
  readonly desired: 'granted' | 'revoked';
  readonly status: AccessStatus;
  readonly validFrom: Date | null;
  readonly validTo: Date | null;
  readonly exposureEndsAt: Date | null;
  readonly doors: readonly DoorAccess[];
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly lastError: { readonly code: AccessErrorCode; readonly at: Date } | null;
  readonly grantedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** A stored row with what is known of the visit right now. */
export interface JoinedVisitAccess {
  readonly visitId: string;
  /** null: not met yet. */
  readonly stored:
    | (StoredVisitAccess & { readonly personCode: string; readonly personId: string | null; readonly serverId: string })
    | null;
  /** null: the visit has ended. */
  readonly claim: {
    readonly hasFace: boolean;
    readonly validFrom: Date;
    readonly validTo: Date;
    readonly levelIds: readonly string[];
    /** Since when the guest's access is ended by hand. */
    readonly suspendedAt: Date | null;
  } | null;
}

export abstract class VisitAccessRepository {
  /** Those that can still change: open visits, and ended ones that are not read back as revoked. */
  abstract unsettledOf(tx: Transaction, cardholderIds: readonly string[]): Promise<readonly StoredVisitAccess[]>;
  abstract save(tx: Transaction, rows: readonly StoredVisitAccess[]): Promise<void>;
  /** `INTERNAL` on every unsettled visit of this cardholder; what is known of its access stays as it is. */
  abstract blameOurselves(tx: Transaction, cardholderId: string, now: Date): Promise<void>;
  abstract ofVisits(tx: Transaction, visitIds: readonly string[]): Promise<readonly JoinedVisitAccess[]>;
}
