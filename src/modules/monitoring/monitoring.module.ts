import { Module } from '@nestjs/common';
import { PassageCompleteness } from '../../contracts/ports/passage-completeness.js';
import { PassageReading } from '../../contracts/ports/passage-reading.js';
import { HikCentralGatewayModule } from '../hikcentral-gateway/index.js';
import { DoorsController } from './api/doors.controller.js';
import { LiveController } from './api/live.controller.js';
import { OnSiteController } from './api/on-site.controller.js';
import { PassagesController } from './api/passages.controller.js';
import { PushesController } from './api/pushes.controller.js';
import { StatsController } from './api/stats.controller.js';
import { ApplyDirectionSettings } from './application/apply-direction-settings.js';
import { ForgetForeignPassages } from './application/forget-foreign-passages.js';
import { ListDoors } from './application/list-doors.js';
import { ListOnSite } from './application/list-on-site.js';
import { ListPassages } from './application/list-passages.js';
import { ReadPassages } from './application/read-passages.js';
import { ReadWatermark } from './application/read-watermark.js';
import { RefreshDoors } from './application/refresh-doors.js';
import { SeeDoors } from './application/see-doors.js';
import { SetDoorDirections } from './application/set-door-directions.js';
import { StorePage } from './application/store-page.js';
import { captureProviders } from './captures/captures.providers.js';
import { PassagePictureController } from './captures/passage-picture.controller.js';
import { doorControlProviders } from './door-control/door-control.providers.js';
import { DoorOpeningController } from './door-control/door-opening.controller.js';
import { IncidentsController } from './incidents/api/incidents.controller.js';
import { incidentProviders } from './incidents/incidents.providers.js';
import { DoorLister } from './jobs/door-lister.js';
import { ForgetPassages } from './jobs/forget-passages.js';
import { PassageReader } from './jobs/passage-reader.js';
import { KeepVisitWhenPassageAttached } from './listeners/keep-visit-when-passage-attached.listener.js';
import { liveProviders } from './live/live.providers.js';
import { MovePassagesWhenGuestsMerged } from './listeners/move-passages-when-guests-merged.listener.js';
import { MonitoringMetrics } from './monitoring.metrics.js';
import { pushProviders } from './push.providers.js';
import { TellPassageCompleteness } from './application/tell-passage-completeness.js';
import { TellPassageReading } from './application/tell-passage-reading.js';
import { doorProviders } from './door.providers.js';
import { lateProviders } from './late.providers.js';
import { DoorRepository } from './persistence/door.repository.js';
import { PassageRepository } from './persistence/passage.repository.js';
import { ReadingPositionRepository } from './persistence/reading-position.repository.js';
import { SqlDoorRepository } from './persistence/sql-door.repository.js';
import { SqlPassageRepository } from './persistence/sql-passage.repository.js';
import { SqlReadingPositionRepository } from './persistence/sql-reading-position.repository.js';

const verbs = [
  ApplyDirectionSettings,
  ForgetForeignPassages,
  ListDoors,
  ListOnSite,
  ListPassages,
  ReadPassages,
  ReadWatermark,
  RefreshDoors,
  SeeDoors,
  SetDoorDirections,
  StorePage,
];
const persistence = [
  { provide: DoorRepository, useClass: SqlDoorRepository },
  { provide: PassageRepository, useClass: SqlPassageRepository },
  { provide: ReadingPositionRepository, useClass: SqlReadingPositionRepository },
];
const runners = [DoorLister, ForgetPassages, PassageReader];
const listeners = [KeepVisitWhenPassageAttached, MovePassagesWhenGuestsMerged];

/** What happened at the doors, exactly once each. Asks the ports `CardholderDirectory` and `GuestDirectory`. */
@Module({
  imports: [HikCentralGatewayModule],
  controllers: [
    DoorOpeningController,
    DoorsController,
    IncidentsController,
    LiveController,
    OnSiteController,
    PassagePictureController,
    PassagesController,
    PushesController,
    StatsController,
  ],
  providers: [
    MonitoringMetrics,
    ...verbs,
    ...persistence,
    ...runners,
    ...listeners,
    ...liveProviders,
    { provide: PassageCompleteness, useClass: TellPassageCompleteness },
    { provide: PassageReading, useClass: TellPassageReading },
    ...captureProviders,
    ...doorControlProviders,
    ...doorProviders,
    ...incidentProviders,
    ...lateProviders,
    ...pushProviders,
  ],
  exports: [PassageCompleteness, PassageReading],
})
export class MonitoringModule {}
