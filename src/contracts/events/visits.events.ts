/** Final statuses of a visit. */
export type EndedStatus = 'checked_out' | 'cancelled' | 'no_show';
export type ClosedReason = 'exit' | 'manual' | 'expired' | 'cancelled' | 'no_show';

interface OfVisit {
  readonly visitId: string;
  readonly guestId: string;
}

/** Published by `visits`. Ids and facts only: a consumer reads the present when it acts. */
export interface VisitEvents {
  'visits.visit-announced.v1': OfVisit;
  /** What was agreed changed. `changed`: field paths as in the API, such as `validTo`, `guest.fullName`. */
  'visits.visit-changed.v1': OfVisit & { readonly changed: readonly string[] };
  /** Two records were one guest: all visits of `mergedGuestId` are those of `guestId` now, in the same transaction. May be told again. */
  'visits.guests-merged.v1': { readonly guestId: string; readonly mergedGuestId: string };
  'visits.photo-replaced.v1': OfVisit;
  'visits.photo-removed.v1': OfVisit;
  /** `occurredAt`: when the guest came, RFC 3339. */
  'visits.visit-checked-in.v1': OfVisit & { readonly occurredAt: string; readonly by: 'passage' | 'hand' };
  /** Its access ends now. `occurredAt`: when the visit ended, RFC 3339. */
  'visits.visit-ended.v1': OfVisit & {
    readonly status: EndedStatus;
    readonly closedReason: ClosedReason;
    readonly occurredAt: string;
    /** Closed by time, though passages of its time were not known to be complete: an outage lasted too long. */
    readonly isUnconfirmed?: true;
  };
  /** A checked-in guest is still inside at `validTo`. */
  'visits.visit-overstayed.v1': OfVisit;
  /** A passage was found to belong to a visit; `isLate`: after the visit had ended, so it changed nothing. */
  'visits.passage-attached.v1': OfVisit & {
    readonly passageId: string;
    readonly direction: 'entry' | 'exit' | null;
    readonly result: 'granted' | 'denied' | 'face_mismatch' | 'other';
    readonly occurredAt: string;
    readonly isLate: boolean;
  };
  /** An earlier passage, heard of later, says that this one belongs to another visit, or to none; told before it is attached there. */
  'visits.passage-detached.v1': OfVisit & {
    readonly passageId: string;
    readonly occurredAt: string;
    readonly toVisitId: string | null;
  };
  /** Something a person at the desk should see. What depends on other passages is an incident: those can be withdrawn. */
  'visits.alert-raised.v1': OfVisit & {
    readonly alert: 'late_passage';
    readonly passageId: string | null;
  };
}
