import { DoorOpeningKeeper } from '../../../src/modules/monitoring/door-control/door-opening-keeper.js';
import { EraseCapturesWhenPhotoRemoved } from '../../../src/modules/monitoring/captures/erase-captures-when-photo-removed.listener.js';
import { FindIncidentsWhenTold } from '../../../src/modules/monitoring/incidents/listeners/find-incidents-when-told.listener.js';
import { ForgetCaptures } from '../../../src/modules/monitoring/captures/forget-captures.js';
import { ForgetIncidents } from '../../../src/modules/monitoring/incidents/jobs/forget-incidents.js';
import { LongStayLoop } from '../../../src/modules/monitoring/incidents/jobs/long-stay.loop.js';
import { type UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { type Doorbell } from '../../../src/platform/doorbell/doorbell.js';
import { EventLogHook } from '../../../src/platform/event-log/event-log.hook.js';
import { MemoryAccessLedger } from './memory/memory-access-ledger.js';
import { MemoryAccessLevelRepository } from './memory/memory-access-level-repository.js';
import { MemoryCardholderDirectory, MemoryServerUse } from './memory/memory-access-ports.js';
import { MemoryCallLedger } from './memory/memory-call-ledger.js';
import { MemoryCardholderRepository } from './memory/memory-cardholder-repository.js';
import { MemoryConsumerPositions } from './memory/memory-consumer-positions.js';
import { MemoryDatabase } from './memory/memory-database.js';
import { MemoryDeletionPasswords } from './memory/memory-deletion-passwords.js';
import { MemoryDisabledServers } from './memory/memory-disabled-servers.js';
import { MemoryDoorRepository } from './memory/memory-door-repository.js';
import { MemoryEventLogReader, MemoryEventLogWriter } from './memory/memory-event-log.js';
import { MemoryGuestDirectory } from './memory/memory-guest-directory.js';
import { MemoryGuestRepository } from './memory/memory-guest-repository.js';
import { MemoryLateRounds } from './memory/memory-late-rounds.js';
import { MemoryLeaseEpochs } from './memory/memory-lease-epochs.js';
import { MemoryPassageRings } from './memory/memory-passage-rings.js';
import { MemoryPassageRepository } from './memory/memory-passage-repository.js';
import { MemoryReadingPositionRepository } from './memory/memory-reading-position-repository.js';
import { MemoryServerStore } from './memory/memory-server-store.js';
import { MemoryDriftCandidates } from './memory/memory-drift-candidates.js';
import { MemoryDriftCheckRepository } from './memory/memory-drift-check-repository.js';
import { MemoryExpiredPhotos } from './memory/memory-expired-photos.js';
import { MemoryPersonRemovals } from './memory/memory-person-removals.js';
import { MemoryServerAdoptions } from './memory/memory-server-adoptions.js';
import { MemorySuspensions } from './memory/memory-suspensions.js';
import { MemoryUnitOfWork } from './memory/memory-unit-of-work.js';
import { MemoryVisitAccessRepository } from './memory/memory-visit-access-repository.js';
import { MemoryVisitClaims } from './memory/memory-visit-claims.js';
import { MemoryVisitRepository } from './memory/memory-visit-repository.js';
import { type Storage, type StorageParts } from './storage.js';

/** Incidents, pictures and openings of doors change nobody's access, and are proved on PostgreSQL. */
const NOT_KEPT = [
  DoorOpeningKeeper,
  EraseCapturesWhenPhotoRemoved,
  FindIncidentsWhenTold,
  ForgetCaptures,
  ForgetIncidents,
  LongStayLoop,
];

/** Everything else in Maps, for one process of Node and as long as nobody lets go of it. Audit rows are not kept. */
export function openMemoryStorage(parts: StorageParts): Storage {
  const { clock, random, vault, settings } = parts;
  const database = new MemoryDatabase(parts.onChange);
  const writer = new MemoryEventLogWriter(database);
  const unitOfWorkFor = (doorbell: Doorbell): UnitOfWork =>
    new MemoryUnitOfWork(database, [new EventLogHook(clock, random, doorbell, writer)]);
  const unitOfWork = unitOfWorkFor(parts.doorbell);
  return {
    unitOfWork,
    unitOfWorkFor,
    visits: new MemoryVisitRepository(database, settings),
    guests: new MemoryGuestRepository(database),
    expiredPhotos: new MemoryExpiredPhotos(database),
    claims: new MemoryVisitClaims(database, vault),
    guestDirectory: new MemoryGuestDirectory(database),
    cardholders: new MemoryCardholderRepository(database),
    cardholderDirectory: new MemoryCardholderDirectory(database),
    accessLedger: new MemoryAccessLedger(database),
    accessLevels: new MemoryAccessLevelRepository(database),
    visitAccess: new MemoryVisitAccessRepository(database),
    suspensions: new MemorySuspensions(database),
    serverAdoptions: new MemoryServerAdoptions(database),
    disabledServers: new MemoryDisabledServers(),
    personRemovals: new MemoryPersonRemovals(database),
    driftCandidates: new MemoryDriftCandidates(database),
    driftChecks: new MemoryDriftCheckRepository(database),
    serverUse: new MemoryServerUse(database),
    doors: new MemoryDoorRepository(database),
    passages: new MemoryPassageRepository(database),
    lateRounds: new MemoryLateRounds(database),
    passageRings: new MemoryPassageRings(database),
    readingPositions: new MemoryReadingPositionRepository(database),
    serverStore: new MemoryServerStore(database, random),
    deletionPasswords: new MemoryDeletionPasswords(database),
    callLedger: new MemoryCallLedger(database),
    leases: new MemoryLeaseEpochs(database, unitOfWork),
    eventReader: new MemoryEventLogReader(database),
    consumerPositions: new MemoryConsumerPositions(database),
    without: NOT_KEPT,
    close: () => Promise.resolve(),
  };
}
