import { type AccessStatus } from '../ports/visit-access.js';

/** Steps of a plan, in our words. */
export type AccessStep =
  | 'person_sent'
  /** Deleted in HikCentral; its doors were read back as empty before. */
  | 'person_removed'
  | 'person_looked_up'
  | 'validity_updated'
  | 'face_updated'
  | 'level_given'
  | 'level_taken'
  | 'application_requested'
  | 'membership_read'
  | 'application_read';

/** Published by `access-control`. */
export interface AccessEvents {
  /** One call to HikCentral about this guest was answered, refused, or left without an answer (`unknown`). */
  'access-control.step-taken.v1': {
    readonly cardholderId: string;
    readonly guestId: string;
    readonly step: AccessStep;
    readonly outcome: 'done' | 'refused' | 'unknown' | 'not_sent';
    /** Row of the call ledger; null when nothing was sent. */
    readonly callId: string | null;
    readonly levelIds: readonly string[];
    readonly errorCode: string | null;
  };
  /** Somebody ended the access of this guest by hand, over all visits; the reason stands with the cardholder. */
  'access-control.access-suspended.v1': { readonly cardholderId: string; readonly guestId: string };
  'access-control.access-resumed.v1': { readonly cardholderId: string; readonly guestId: string };
  /** A drift check found that HikCentral differs from our record about this guest. */
  'access-control.drift-found.v1': {
    readonly cardholderId: string;
    readonly guestId: string;
    readonly checkId: string;
    readonly kind: string;
    readonly levelIds: readonly string[];
    /** False: a person must decide. */
    readonly isMended: boolean;
  };
  /** So many persons of ours are unknown to our database that a person must decide. */
  'access-control.drift-check-stopped.v1': { readonly checkId: string; readonly unknownPersons: number };
  /** The access of one visit, as the API shows it, has another status. */
  'access-control.access-changed.v1': {
    readonly visitId: string;
    readonly guestId: string;
    readonly from: AccessStatus | null;
    readonly to: AccessStatus;
    readonly errorCode: string | null;
  };
}
