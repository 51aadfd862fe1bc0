import { type VisitDetails } from '../../../../src/modules/visits/persistence/visit-details.js';
import { type VisitFilter } from '../../../../src/modules/visits/persistence/visit-filter.js';
import { type MemoryDatabase } from './memory-database.js';
import { byText, byTime } from './order.js';
import { type GuestRow, type VisitRow } from './rows.js';

export function detailsOf(database: MemoryDatabase, visit: VisitRow): VisitDetails {
  const guest = guestOf(database, visit);
  const { fullName, phone, email, company, studentId, studentGroup, course, identityLast4, consentAt } = guest;
  return {
    ...told(visit),
    ...{ fullName, phone, email, company, studentId, studentGroup, course, identityLast4, consentAt },
    hasPhoto: database.photos.has(guest.id),
  };
}

export function guestOf({ guests }: MemoryDatabase, { guestId }: VisitRow): GuestRow {
  const guest = guests.get(guestId);
  if (guest === undefined) throw new Error(`visits_guest_id_fkey: no guest ${guestId}`);
  return guest;
}

export function newestFirst(one: VisitRow, other: VisitRow): number {
  return byTime(other.createdAt, one.createdAt) || byText(other.id, one.id);
}

export function isShown(database: MemoryDatabase, visit: VisitRow, filter: VisitFilter): boolean {
  const { statuses, kind, hostEmail, ownHostEmail, from, to, accessStatus, after } = filter;
  const hosts = [hostEmail, ownHostEmail].filter((email) => email !== null);
  return (
    (statuses.length === 0 || statuses.includes(visit.status)) &&
    (kind === null || visit.kind === kind) &&
    hosts.every((email) => visit.hostEmail.toLowerCase() === email.toLowerCase()) &&
    (from === null || visit.validTo >= from) &&
    (to === null || visit.validFrom < to) &&
    (accessStatus === null || visit.accessStatus === accessStatus) &&
    (after === null || newestFirst(visit, { ...visit, ...after }) > 0) &&
    (filter.text === null || isNamed(guestOf(database, visit), visit, filter.text, filter.identityFingerprint))
  );
}

function isNamed(guest: GuestRow, visit: VisitRow, text: string, fingerprint: Buffer | null): boolean {
  const part = text.toLowerCase();
  const searched = [guest.fullName, guest.company, guest.phone, guest.email, visit.hostName, visit.hostEmail];
  return (
    searched.some((value) => value !== null && value.toLowerCase().includes(part)) ||
    guest.studentId === text ||
    (fingerprint !== null && guest.identityFingerprint?.equals(fingerprint) === true)
  );
}

/** Without what only the fold and the sweep need. */
function told(visit: VisitRow) {
  const { id, guestId, version, kind, status, hostName, hostEmail, hostPhone, hostDepartment, purpose } = visit;
  const { validFrom, validTo, exitPolicy, checkedInAt, checkedOutAt, closedReason, accessStatus } = visit;
  const { createdAt, updatedAt } = visit;
  return {
    ...{ id, guestId, version, kind, status, hostName, hostEmail, hostPhone, hostDepartment, purpose },
    ...{ validFrom, validTo, exitPolicy, checkedInAt, checkedOutAt, closedReason, accessStatus },
    ...{ createdAt, updatedAt, accessLevelIds: [...visit.accessLevelIds] },
  };
}
