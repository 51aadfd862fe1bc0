import { type GuestEntity } from './guest.entity.js';
import { type VisitEntity } from './visit.entity.js';

/** A visit with its guest, as the API tells it. */
export interface VisitDetails
  extends
    Omit<VisitEntity, 'closesAt' | 'overstayedAt' | 'seenLeavingAt' | 'announcedExitPolicy'>,
    Pick<
      GuestEntity,
      | 'fullName'
      | 'phone'
      | 'email'
      | 'company'
      | 'studentId'
      | 'studentGroup'
      | 'course'
      | 'identityLast4'
      | 'consentAt'
    > {
  readonly hasPhoto: boolean;
}

/** Statement that reads `VisitDetails`, up to its WHERE. */
export const SELECT_VISIT_DETAILS = `
  SELECT v.id, v.guest_id AS "guestId", v.version, v.kind, v.status, v.host_name AS "hostName",
         v.host_email AS "hostEmail", v.host_phone AS "hostPhone", v.host_department AS "hostDepartment", v.purpose,
         v.valid_from AS "validFrom", v.valid_to AS "validTo", v.exit_policy AS "exitPolicy",
         v.access_level_ids AS "accessLevelIds", v.checked_in_at AS "checkedInAt", v.checked_out_at AS "checkedOutAt",
         v.closed_reason AS "closedReason", v.access_status AS "accessStatus", v.created_at AS "createdAt",
         v.updated_at AS "updatedAt", g.full_name AS "fullName", g.phone, g.email, g.company,
         g.student_id AS "studentId", g.student_group AS "studentGroup", g.course, g.identity_last4 AS "identityLast4",
         g.consent_at AS "consentAt",
         EXISTS (SELECT 1 FROM guest_photos p WHERE p.guest_id = g.id) AS "hasPhoto"
  FROM visits v JOIN guests g ON g.id = v.guest_id`;
