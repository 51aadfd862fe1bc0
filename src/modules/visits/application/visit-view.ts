import { type ClosedReason } from '../../../contracts/events/visits.events.js';
import { type VisitAccessView } from '../../../contracts/ports/visit-access.js';
import { type ExitPolicy, type VisitKind, type VisitStatus } from '../domain/visit-facts.js';
import { type VisitDetails } from '../persistence/visit-details.js';

export interface HostView {
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
  readonly department: string | null;
}

export interface GuestView {
  readonly id: string;
  readonly fullName: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly company: string | null;
  readonly studentId: string | null;
  readonly studentGroup: string | null;
  readonly course: number | null;
  readonly identityNumberLast4: string | null;
}

/** A visit as the API tells it. */
export interface VisitView {
  readonly id: string;
  readonly version: number;
  readonly kind: VisitKind;
  readonly status: VisitStatus;
  readonly guest: GuestView;
  readonly host: HostView;
  readonly purpose: string | null;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly exitPolicy: ExitPolicy;
  readonly accessLevelIds: readonly string[];
  readonly hasPhoto: boolean;
  readonly consentAt: Date | null;
  readonly checkedInAt: Date | null;
  readonly checkedOutAt: Date | null;
  readonly closedReason: ClosedReason | null;
  readonly overstaying: boolean;
  readonly access: VisitAccessView;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export function toVisitView(visit: VisitDetails, access: VisitAccessView, now: Date): VisitView {
  return {
    id: visit.id,
    version: visit.version,
    kind: visit.kind,
    status: visit.status,
    guest: {
      id: visit.guestId,
      fullName: visit.fullName,
      phone: visit.phone,
      email: visit.email,
      company: visit.company,
      studentId: visit.studentId,
      studentGroup: visit.studentGroup,
      course: visit.course,
      identityNumberLast4: visit.identityLast4,
    },
    host: {
      name: visit.hostName,
      email: visit.hostEmail,
      phone: visit.hostPhone,
      department: visit.hostDepartment,
    },
    purpose: visit.purpose,
    validFrom: visit.validFrom,
    validTo: visit.validTo,
    exitPolicy: visit.exitPolicy,
    accessLevelIds: visit.accessLevelIds,
    hasPhoto: visit.hasPhoto,
    consentAt: visit.consentAt,
    checkedInAt: visit.checkedInAt,
    checkedOutAt: visit.checkedOutAt,
    closedReason: visit.closedReason,
    overstaying: visit.status === 'checked_in' && now.getTime() >= visit.validTo.getTime(),
    access,
    createdAt: visit.createdAt,
    updatedAt: visit.updatedAt,
  };
}
