import { type GuestRecord } from '../persistence/guest-merges.js';
import { type GuestView } from './visit-view.js';

/** A guest as the API tells it, apart from any visit. */
export interface GuestRecordView extends GuestView {
  readonly version: number;
  readonly hasPhoto: boolean;
  readonly consentAt: Date | null;
  readonly mergedGuestIds: readonly string[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export function toGuestRecordView({ guest, hasPhoto, mergedGuestIds }: GuestRecord): GuestRecordView {
  const { id, fullName, phone, email, company, studentId, studentGroup, course, identityLast4 } = guest;
  const { revision, consentAt, createdAt, updatedAt } = guest;
  return {
    ...{ id, version: revision, fullName, phone, email, company, studentId, studentGroup, course },
    identityNumberLast4: identityLast4,
    ...{ hasPhoto, consentAt, mergedGuestIds, createdAt, updatedAt },
  };
}
