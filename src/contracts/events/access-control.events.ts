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
  /** The access of one visit, as the API shows it, has another status. */
  'access-control.access-changed.v1': {
    readonly visitId: string;
    readonly guestId: string;
    readonly from: AccessStatus | null;
    readonly to: AccessStatus;
    readonly errorCode: string | null;
  };
}
