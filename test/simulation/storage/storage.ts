import { type Settings } from '../../../src/config/settings.js';
import { type CardholderDirectory, type GuestDirectory } from '../../../src/contracts/ports/guest-directory.js';
import { type ServerUse } from '../../../src/contracts/ports/server-use.js';
import { type AccessLedger } from '../../../src/modules/access-control/persistence/access-ledger.js';
import { type AccessLevelRepository } from '../../../src/modules/access-control/persistence/access-level-repository.js';
import { type CardholderRepository } from '../../../src/modules/access-control/persistence/cardholder-repository.js';
import { type DisabledServers } from '../../../src/modules/access-control/persistence/disabled-servers.js';
import { type DriftCandidates } from '../../../src/modules/access-control/persistence/drift-candidates.js';
import { type DriftCheckRepository } from '../../../src/modules/access-control/persistence/drift-check-repository.js';
import { type PersonRemovals } from '../../../src/modules/access-control/persistence/person-removals.js';
import { type ServerAdoptions } from '../../../src/modules/access-control/persistence/server-adoptions.js';
import { type ExpiredPhotos } from '../../../src/modules/visits/persistence/expired-photos.js';
import { type Suspensions } from '../../../src/modules/access-control/persistence/suspensions.js';
import { type VisitAccessRepository } from '../../../src/modules/access-control/persistence/visit-access-repository.js';
import { type CallLedger } from '../../../src/modules/hikcentral-gateway/persistence/call-ledger.js';
import { type DeletionPasswords } from '../../../src/modules/hikcentral-gateway/persistence/deletion-passwords.js';
import { type ServerStore } from '../../../src/modules/hikcentral-gateway/persistence/server-store.js';
import { type DoorRepository } from '../../../src/modules/monitoring/persistence/door.repository.js';
import { type LateRounds } from '../../../src/modules/monitoring/persistence/late-rounds.js';
import { type PassageRings } from '../../../src/modules/monitoring/persistence/passage-rings.js';
import { type PassageRepository } from '../../../src/modules/monitoring/persistence/passage.repository.js';
import { type ReadingPositionRepository } from '../../../src/modules/monitoring/persistence/reading-position.repository.js';
import { type GuestRepository } from '../../../src/modules/visits/persistence/guest-repository.js';
import { type VisitRepository } from '../../../src/modules/visits/persistence/visit-repository.js';
import { type VisitClaims } from '../../../src/modules/visits/visit-claims.js';
import { type Clock } from '../../../src/platform/clock/clock.js';
import { type Vault } from '../../../src/platform/crypto/vault.js';
import { type UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { type Doorbell } from '../../../src/platform/doorbell/doorbell.js';
import { type ConsumerPositions } from '../../../src/platform/event-log/consumer-positions.js';
import { type EventLogReader } from '../../../src/platform/event-log/event-log-reader.js';
import { type Token } from '../product/wiring.js';
import { type Random } from '../../../src/platform/random/random.js';

/** What a storage needs of the world around it. */
export interface StorageParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly vault: Vault;
  readonly settings: Settings;
  /** Of the process whose unit of work is `Storage.unitOfWork`. */
  readonly doorbell: Doorbell;
  /** Told of every commit that changed a row. */
  readonly onChange: () => void;
}

/** Who may speak to a HikCentral. The lease itself, its heartbeats and its loss are the simulation's. */
export interface LeaseEpochs {
  /** A new holder: its epoch is the newest from now on. */
  take(leaseKey: string, holder: string): Promise<number>;
  /** null: nobody ever had it. */
  newest(leaseKey: string): Promise<number | null>;
}

/** Everything that the product keeps, either in PostgreSQL or in memory; what is said of one is true of the other. */
export interface Storage {
  readonly unitOfWork: UnitOfWork;
  /** Of a further process on the same storage: its commits ring its own bell. */
  unitOfWorkFor(doorbell: Doorbell): UnitOfWork;

  readonly visits: VisitRepository;
  readonly guests: GuestRepository;
  readonly expiredPhotos: ExpiredPhotos;
  readonly claims: VisitClaims;
  readonly guestDirectory: GuestDirectory;

  readonly cardholders: CardholderRepository;
  readonly cardholderDirectory: CardholderDirectory;
  readonly accessLedger: AccessLedger;
  readonly accessLevels: AccessLevelRepository;
  readonly visitAccess: VisitAccessRepository;
  readonly suspensions: Suspensions;
  readonly serverAdoptions: ServerAdoptions;
  readonly disabledServers: DisabledServers;
  readonly personRemovals: PersonRemovals;
  readonly driftCandidates: DriftCandidates;
  readonly driftChecks: DriftCheckRepository;
  readonly serverUse: ServerUse;

  readonly doors: DoorRepository;
  readonly passages: PassageRepository;
  readonly lateRounds: LateRounds;
  readonly passageRings: PassageRings;
  readonly readingPositions: ReadingPositionRepository;

  readonly serverStore: ServerStore;
  readonly deletionPasswords: DeletionPasswords;
  readonly callLedger: CallLedger;
  readonly leases: LeaseEpochs;

  readonly eventReader: EventLogReader;
  readonly consumerPositions: ConsumerPositions;

  /** Parts of ours that work by themselves on what is not kept here: they are left out. */
  readonly without: readonly Token[];

  close(): Promise<void>;
}
