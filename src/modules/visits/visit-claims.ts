import { type Transaction } from '../../platform/database/transaction.js';

/** One open visit (`expected` or `checked_in`) as access sees it. */
export interface VisitClaim {
  readonly visitId: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly accessLevelIds: readonly string[];
}

/** All that was agreed about one guest, as of one revision. */
export interface GuestClaims {
  readonly guestId: string;
  /** Rises with every change of the guest, the photo or any of the guest's visits; in the transaction of the change. */
  readonly revision: number;
  readonly fullName: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly hasConsent: boolean;
  /** Of the picture made for the doors; null without a photo. */
  readonly faceSha256: string | null;
  /** Open visits only, by `validFrom`. */
  readonly visits: readonly VisitClaim[];
  /** Of those that are over; null: none is. */
  readonly lastVisitEndedAt: Date | null;
}

/**
 * What access-control may ask about visits. For sweeps in SQL, the view `visit_claims` holds one row per open visit:
 * `visit_id, guest_id, guest_revision, valid_from, valid_to, access_level_ids text[], face_sha256, has_consent`.
 */
export abstract class VisitClaims {
  /** Constant number of queries. Guests without an open visit are in the answer with no visits; unknown ids are absent. */
  abstract claimsOf(tx: Transaction, guestIds: readonly string[]): Promise<ReadonlyMap<string, GuestClaims>>;
  /** The picture as it goes to the doors: baseline JPEG, longest side ≤ 640 px, ≤ 200,000 bytes; null without a photo. */
  abstract faceOf(tx: Transaction, guestId: string): Promise<{ readonly jpeg: Buffer; readonly sha256: string } | null>;
}
