import { type DataSource } from 'typeorm';
import { SqlCardholderDirectory } from '../../../src/modules/access-control/application/sql-cardholder-directory.js';
import { SqlServerUse } from '../../../src/modules/access-control/application/sql-server-use.js';
import { SqlAccessLedger } from '../../../src/modules/access-control/persistence/access-ledger.js';
import { SqlAccessLevelRepository } from '../../../src/modules/access-control/persistence/access-level-repository.js';
import { SqlCardholderRepository } from '../../../src/modules/access-control/persistence/sql-cardholder-repository.js';
import { SqlDisabledServers } from '../../../src/modules/access-control/persistence/disabled-servers.js';
import { SqlDriftCandidates } from '../../../src/modules/access-control/persistence/drift-candidates.js';
import { SqlDriftCheckRepository } from '../../../src/modules/access-control/persistence/sql-drift-check-repository.js';
import { SqlPersonRemovals } from '../../../src/modules/access-control/persistence/person-removals.js';
import { SqlServerAdoptions } from '../../../src/modules/access-control/persistence/server-adoptions.js';
import { SqlExpiredPhotos } from '../../../src/modules/visits/persistence/expired-photos.js';
import { SqlSuspensions } from '../../../src/modules/access-control/persistence/suspensions.js';
import { SqlVisitAccessRepository } from '../../../src/modules/access-control/persistence/sql-visit-access-repository.js';
import { SqlCallLedger } from '../../../src/modules/hikcentral-gateway/persistence/sql-call-ledger.js';
import { SqlDeletionPasswords } from '../../../src/modules/hikcentral-gateway/persistence/deletion-passwords.js';
import { SqlServerStore } from '../../../src/modules/hikcentral-gateway/persistence/sql-server-store.js';
import { SqlDoorRepository } from '../../../src/modules/monitoring/persistence/sql-door.repository.js';
import { SqlLateRounds } from '../../../src/modules/monitoring/persistence/sql-late-rounds.js';
import { SqlPassageRings } from '../../../src/modules/monitoring/persistence/sql-passage-rings.js';
import { SqlPassageRepository } from '../../../src/modules/monitoring/persistence/sql-passage.repository.js';
import { SqlReadingPositionRepository } from '../../../src/modules/monitoring/persistence/sql-reading-position.repository.js';
import { SqlGuestDirectory } from '../../../src/modules/visits/persistence/sql-guest-directory.js';
import { SqlVisitClaims } from '../../../src/modules/visits/persistence/sql-visit-claims.js';
import { TypeormGuestRepository } from '../../../src/modules/visits/persistence/typeorm-guest-repository.js';
import { TypeormVisitRepository } from '../../../src/modules/visits/persistence/typeorm-visit-repository.js';
import { AuditHook } from '../../../src/platform/audit/audit.hook.js';
import { TypeormUnitOfWork } from '../../../src/platform/database/typeorm-unit-of-work.js';
import { type Transaction } from '../../../src/platform/database/transaction.js';
import { TransactionHook, type UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { type Doorbell } from '../../../src/platform/doorbell/doorbell.js';
import { EventLogHook } from '../../../src/platform/event-log/event-log.hook.js';
import { SqlEventLogReader } from '../../../src/platform/event-log/event-log-reader.js';
import { SqlEventLogWriter } from '../../../src/platform/event-log/event-log-writer.js';
import { SqlConsumerPositions } from '../../../src/platform/event-log/sql-consumer-positions.js';
import { SqlLeaseEpochs } from './sql-lease-epochs.js';
import { type Storage, type StorageParts } from './storage.js';

/** The product's own repositories on a database; whoever opened the database closes it. */
export function openSqlStorage({ dataSource }: { readonly dataSource: DataSource }, parts: StorageParts): Storage {
  const { clock, random, vault, settings } = parts;
  const tellOfChanges = new TellOfChanges(parts.onChange);
  const unitOfWorkFor = (doorbell: Doorbell): UnitOfWork =>
    new TypeormUnitOfWork(dataSource, [
      new AuditHook(clock, vault),
      new EventLogHook(clock, random, doorbell, new SqlEventLogWriter()),
      tellOfChanges,
    ]);
  const unitOfWork = unitOfWorkFor(parts.doorbell);
  return {
    unitOfWork,
    unitOfWorkFor,
    visits: new TypeormVisitRepository(settings),
    guests: new TypeormGuestRepository(),
    expiredPhotos: new SqlExpiredPhotos(),
    claims: new SqlVisitClaims(vault),
    guestDirectory: new SqlGuestDirectory(),
    cardholders: new SqlCardholderRepository(),
    cardholderDirectory: new SqlCardholderDirectory(),
    accessLedger: new SqlAccessLedger(),
    accessLevels: new SqlAccessLevelRepository(),
    visitAccess: new SqlVisitAccessRepository(),
    suspensions: new SqlSuspensions(),
    serverAdoptions: new SqlServerAdoptions(vault),
    disabledServers: new SqlDisabledServers(),
    personRemovals: new SqlPersonRemovals(vault),
    driftCandidates: new SqlDriftCandidates(),
    driftChecks: new SqlDriftCheckRepository(),
    serverUse: new SqlServerUse(),
    doors: new SqlDoorRepository(),
    passages: new SqlPassageRepository(),
    lateRounds: new SqlLateRounds(),
    passageRings: new SqlPassageRings(),
    readingPositions: new SqlReadingPositionRepository(),
    serverStore: new SqlServerStore(vault, random),
    deletionPasswords: new SqlDeletionPasswords(vault),
    callLedger: new SqlCallLedger(),
    leases: new SqlLeaseEpochs(unitOfWork, clock),
    eventReader: new SqlEventLogReader(),
    consumerPositions: new SqlConsumerPositions(),
    without: [],
    close: () => Promise.resolve(),
  };
}

/** Which commits changed nothing is not asked. */
class TellOfChanges extends TransactionHook {
  constructor(private readonly onChange: () => void) {
    super();
  }

  override begin(): Promise<void> {
    return Promise.resolve();
  }

  override beforeCommit(tx: Transaction): Promise<void> {
    tx.afterCommit(this.onChange);
    return Promise.resolve();
  }
}
