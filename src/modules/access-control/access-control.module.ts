import { Global, Module } from '@nestjs/common';
import { AccessFigures } from '../../contracts/ports/access-figures.js';
import { CardholderDirectory } from '../../contracts/ports/guest-directory.js';
import { AccessHolds } from '../../contracts/ports/guest-stays.js';
import { ServerStandings } from '../../contracts/ports/server-standings.js';
import { ServerUse } from '../../contracts/ports/server-use.js';
import { VisitAccess } from '../../contracts/ports/visit-access.js';
import { HikCentralGatewayModule } from '../hikcentral-gateway/index.js';
import { VisitsModule } from '../visits/index.js';
import { AccessControlHealth } from './access-control.health.js';
import { AccessControlMetrics } from './access-control.metrics.js';
import './access-control.problems.js';
import { AccessControlController } from './api/access-control.controller.js';
import { DriftChecksController } from './api/drift-checks.controller.js';
import { ServerWordsController } from './api/server-words.controller.js';
import { AdoptServer } from './application/adopt-server.js';
import { CallsInFlight } from './application/calls-in-flight.js';
import { ChooseCall } from './application/choose-call.js';
import { Deletions } from './application/deletions.js';
import { DisableServer } from './application/disable-server.js';
import { EnsureOrganisation } from './application/ensure-organisation.js';
import { FetchAccessLevels } from './application/fetch-access-levels.js';
import { FindStrays } from './application/find-strays.js';
import { HoldBack } from './application/hold-back.js';
import { ReconcileCardholder } from './application/reconcile-cardholder.js';
import { RecordOutcome } from './application/record-outcome.js';
import { RefreshGuests } from './application/refresh-guests.js';
import { ReviseCardholders } from './application/revise-cardholders.js';
import { ServerAbilities } from './application/server-abilities.js';
import { SuspendGuest } from './application/suspend-guest.js';
import { SetAside } from './application/set-aside.js';
import { SqlAccessFigures } from './application/sql-access-figures.js';
import { SqlCardholderDirectory } from './application/sql-cardholder-directory.js';
import { SqlServerStandings } from './application/sql-server-standings.js';
import { SqlServerUse } from './application/sql-server-use.js';
import { SqlVisitAccess } from './application/sql-visit-access.js';
import { TakeNextCall } from './application/take-next-call.js';
import { driftCheckProviders } from './drift-check.providers.js';
import { ReconcileAccessRunner } from './jobs/reconcile-access.runner.js';
import { FollowMergedGuests } from './listeners/follow-merged-guests.consumer.js';
import { RefreshGuestsWhenVisitsChange } from './listeners/refresh-guests-when-visits-change.consumer.js';
import { AccessLedger, SqlAccessLedger } from './persistence/access-ledger.js';
import { AccessLevelRepository, SqlAccessLevelRepository } from './persistence/access-level-repository.js';
import { CardholderRepository } from './persistence/cardholder-repository.js';
import { SqlCardholderRepository } from './persistence/sql-cardholder-repository.js';
import { DisabledServers, SqlDisabledServers } from './persistence/disabled-servers.js';
import { PersonRemovals, SqlPersonRemovals } from './persistence/person-removals.js';
import { ServerAdoptions, SqlServerAdoptions } from './persistence/server-adoptions.js';
import { SqlSuspensions, Suspensions } from './persistence/suspensions.js';
import { SqlAccessHolds } from './persistence/sql-access-holds.js';
import { SqlVisitAccessRepository } from './persistence/sql-visit-access-repository.js';
import { VisitAccessRepository } from './persistence/visit-access-repository.js';

const verbs = [
  AdoptServer,
  ChooseCall,
  Deletions,
  DisableServer,
  EnsureOrganisation,
  FetchAccessLevels,
  FindStrays,
  HoldBack,
  ReconcileCardholder,
  RecordOutcome,
  RefreshGuests,
  ReviseCardholders,
  SetAside,
  SuspendGuest,
  TakeNextCall,
];
const persistence = [
  { provide: CardholderRepository, useClass: SqlCardholderRepository },
  { provide: AccessLedger, useClass: SqlAccessLedger },
  { provide: DisabledServers, useClass: SqlDisabledServers },
  { provide: PersonRemovals, useClass: SqlPersonRemovals },
  { provide: ServerAdoptions, useClass: SqlServerAdoptions },
  { provide: Suspensions, useClass: SqlSuspensions },
  { provide: VisitAccessRepository, useClass: SqlVisitAccessRepository },
  { provide: AccessLevelRepository, useClass: SqlAccessLevelRepository },
];
const ports = [
  { provide: AccessHolds, useClass: SqlAccessHolds },
  { provide: AccessFigures, useClass: SqlAccessFigures },
  { provide: VisitAccess, useClass: SqlVisitAccess },
  { provide: CardholderDirectory, useClass: SqlCardholderDirectory },
  { provide: ServerStandings, useClass: SqlServerStandings },
  { provide: ServerUse, useClass: SqlServerUse },
];

/** Makes the doors agree with the visits. Global for its ports: who asks through them may not know this module. */
@Global()
@Module({
  imports: [HikCentralGatewayModule, VisitsModule],
  controllers: [AccessControlController, ServerWordsController, DriftChecksController],
  providers: [
    AccessControlHealth,
    AccessControlMetrics,
    ServerAbilities,
    CallsInFlight,
    ...verbs,
    ...persistence,
    ...ports,
    ...driftCheckProviders,
    ReconcileAccessRunner,
    FollowMergedGuests,
    RefreshGuestsWhenVisitsChange,
  ],
  exports: [AccessFigures, AccessHolds, VisitAccess, CardholderDirectory, ServerStandings, ServerUse],
})
export class AccessControlModule {}
