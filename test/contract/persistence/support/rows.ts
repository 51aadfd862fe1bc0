import { NOTHING_DESIRED } from '../../../../src/modules/access-control/domain/desired-access.js';
import { NO_FACTS } from '../../../../src/modules/access-control/domain/facts.js';
import { type Cardholder } from '../../../../src/modules/access-control/persistence/cardholder.js';
import { type StoredVisitAccess } from '../../../../src/modules/access-control/persistence/visit-access-repository.js';
import { type Passage } from '../../../../src/modules/monitoring/domain/passage.js';
import { type Columns } from '../../../../src/modules/visits/persistence/columns.js';
import { type GuestPhotoEntity } from '../../../../src/modules/visits/persistence/guest-photo.entity.js';
import { type GuestEntity } from '../../../../src/modules/visits/persistence/guest.entity.js';
import { type VisitEntity } from '../../../../src/modules/visits/persistence/visit.entity.js';
import { MANUAL_CLOCK_START } from '../../../support/manual-clock.js';

/** Ids of one kind sort by their numbers. */
const KINDS = { guest: 1, visit: 2, cardholder: 3, server: 4, passage: 5, call: 6, event: 7 } as const;

export function id(kind: keyof typeof KINDS, number: number): string {
  return `00000000-000${KINDS[kind]}-7000-8000-${String(number).padStart(12, '0')}`;
}

const MINUTE_MS = 60_000;

/** Minutes from the start of the tests' clock. */
export function minute(count: number): Date {
  return new Date(MANUAL_CLOCK_START.getTime() + count * MINUTE_MS);
}

export function someGuest(number: number, changes: Partial<GuestEntity> = {}): Columns<GuestEntity> {
  return {
    id: id('guest', number),
    fullName: `Guest ${number}`,
    ...{ phone: null, email: null, company: null, studentId: null, studentGroup: null, course: null },
    ...{ identityNumberSealed: null, identityFingerprint: null, identityLast4: null, consentAt: null },
    mergedIntoId: null,
    revision: 1,
    createdAt: minute(0),
    updatedAt: minute(0),
    ...changes,
  };
}

export function somePhoto(guest: number, changes: Partial<GuestPhotoEntity> = {}): Columns<GuestPhotoEntity> {
  return {
    guestId: id('guest', guest),
    sealed: Buffer.from([guest]),
    sha256: String(guest).repeat(64).slice(0, 64),
    ...{ width: 480, height: 640, bytes: 1_000 },
    createdAt: minute(0),
    ...changes,
  };
}

export function someVisit(number: number, guest: number, changes: Partial<VisitEntity> = {}): Columns<VisitEntity> {
  return {
    id: id('visit', number),
    guestId: id('guest', guest),
    ...{ version: 1, kind: 'guest', status: 'expected' },
    ...{ hostName: 'Host', hostEmail: 'host@site.test', hostPhone: null, hostDepartment: null, purpose: null },
    validFrom: minute(60),
    validTo: minute(120),
    ...{ announcedExitPolicy: 'grace', exitPolicy: 'grace' },
    accessLevelIds: ['level-1'],
    ...{ checkedInAt: null, checkedOutAt: null, closedReason: null, closesAt: null },
    ...{ overstayedAt: null, seenLeavingAt: null, accessStatus: 'pending' },
    createdAt: minute(number),
    updatedAt: minute(number),
    ...changes,
  };
}

export function someCardholder(number: number, changes: Partial<Cardholder> = {}): Cardholder {
  return {
    id: id('cardholder', number),
    guestId: id('guest', number),
    serverId: id('server', 1),
    personCode: personCode(number),
    ...{
      generation: 1,
      observedGeneration: 0,
      seenRevision: 1,
      seenSettings: '',
      desired: NOTHING_DESIRED,
      openVisitIds: [],
    },
    facts: NO_FACTS,
    ...{ status: 'pending', attempts: 0, lastErrorCode: null, lastErrorAt: null, next: null },
    wantedAt: minute(0),
    unrevokedSince: null,
    createdAt: minute(0),
    updatedAt: minute(0),
    ...changes,
  };
}

export function personCode(number: number): string {
  return `P${String(number).padStart(15, '0')}`;
}

export function someAccess(
  visit: number,
  cardholder: number,
  changes: Partial<StoredVisitAccess> = {},
): StoredVisitAccess {
  return {
    visitId: id('visit', visit),
    guestId: id('guest', cardholder),
    cardholderId: id('cardholder', cardholder),
    ...{ isOpen: true, wasServed: false, levelIds: ['level-1'], desired: 'granted', status: 'pending' },
    endsAt: minute(120),
    ...{ validFrom: null, validTo: null, exposureEndsAt: null, doors: [], attempts: 0, nextAttemptAt: null },
    ...{ lastError: null, grantedAt: null, revokedAt: null },
    ...changes,
  };
}

export function somePassage(number: number, changes: Partial<Passage> = {}): Passage {
  return {
    id: id('passage', number),
    serverId: id('server', 1),
    eventId: `event-${number}`,
    guestId: id('guest', 1),
    ...{ visitId: null, doorId: 'door-1', readerId: null, direction: null, result: 'granted', eventType: 1 },
    occurredAt: minute(number),
    recordedAt: minute(number),
    receivedAt: minute(number),
    ...{ pictureUri: null, source: 'poll' },
    ...changes,
  };
}
