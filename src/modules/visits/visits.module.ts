import { Module } from '@nestjs/common';
import { GuestDirectory } from '../../contracts/ports/guest-directory.js';
import { GuestStays } from '../../contracts/ports/guest-stays.js';
import { VisitBoard } from '../../contracts/ports/visit-board.js';
import { GuestsController } from './api/guests.controller.js';
import { VisitHistoryController } from './api/visit-history.controller.js';
import { VisitPhotoController } from './api/visit-photo.controller.js';
import { VisitsController } from './api/visits.controller.js';
import { AdvanceVisit } from './application/advance-visit.js';
import { AnnounceVisit } from './application/announce-visit.js';
import { ApplyPassages } from './application/apply-passages.js';
import { CancelVisit } from './application/cancel-visit.js';
import { ChangeVisit } from './application/change-visit.js';
import { CheckInVisit } from './application/check-in-visit.js';
import { CheckOutVisit } from './application/check-out-visit.js';
import { DeletePhoto } from './application/delete-photo.js';
import { CloseVisit } from './application/close-visit.js';
import { FindGuest } from './application/find-guest.js';
import { FindVisit } from './application/find-visit.js';
import { ForgetPhotos } from './application/forget-photos.js';
import { GetPhoto } from './application/get-photo.js';
import { GetReadiness } from './application/get-readiness.js';
import { GetTimeline } from './application/get-timeline.js';
import { GuestRecords } from './application/guest-records.js';
import { HoldPassages } from './application/hold-passages.js';
import { ListVisits } from './application/list-visits.js';
import { MergeGuests } from './application/merge-guests.js';
import { PutPhoto } from './application/put-photo.js';
import { SweepVisits } from './application/sweep-visits.js';
import { VisitPresenter } from './application/visit-presenter.js';
import { PhotoRetentionLoop } from './jobs/photo-retention.loop.js';
import { VisitSweepLoop } from './jobs/visit-sweep.loop.js';
import { ApplyPassagesWhenRecorded } from './listeners/apply-passages-when-recorded.listener.js';
import { KeepAccessStatusWhenChanged } from './listeners/keep-access-status-when-changed.listener.js';
import { ExpiredPhotos, SqlExpiredPhotos } from './persistence/expired-photos.js';
import { GuestMerges } from './persistence/guest-merges.js';
import { GuestRepository } from './persistence/guest-repository.js';
import { SqlGuestMerges } from './persistence/sql-guest-merges.js';
import { SqlGuestDirectory } from './persistence/sql-guest-directory.js';
import { SqlGuestStays } from './persistence/sql-guest-stays.js';
import { SqlVisitBoard } from './persistence/sql-visit-board.js';
import { SqlVisitClaims } from './persistence/sql-visit-claims.js';
import { TypeormGuestRepository } from './persistence/typeorm-guest-repository.js';
import { TypeormVisitRepository } from './persistence/typeorm-visit-repository.js';
import { VisitRepository } from './persistence/visit-repository.js';
import { BmpDecoder, BmpWorkerFile } from './photo/bmp-decoder.js';
import { FaceMaker } from './photo/face-maker.js';
import { VisitClaims } from './visit-claims.js';
import './visits.problems.js';

const verbs = [
  AnnounceVisit,
  ApplyPassages,
  CancelVisit,
  ChangeVisit,
  CheckInVisit,
  CheckOutVisit,
  DeletePhoto,
  FindGuest,
  FindVisit,
  ForgetPhotos,
  GetPhoto,
  GetReadiness,
  GetTimeline,
  ListVisits,
  MergeGuests,
  PutPhoto,
  SweepVisits,
];
const helpers = [AdvanceVisit, CloseVisit, GuestRecords, HoldPassages, VisitPresenter, BmpDecoder, FaceMaker];
const listeners = [ApplyPassagesWhenRecorded, KeepAccessStatusWhenChanged];
const persistence = [
  { provide: VisitRepository, useClass: TypeormVisitRepository },
  { provide: GuestRepository, useClass: TypeormGuestRepository },
  { provide: GuestMerges, useClass: SqlGuestMerges },
  { provide: ExpiredPhotos, useClass: SqlExpiredPhotos },
  { provide: VisitClaims, useClass: SqlVisitClaims },
  { provide: GuestDirectory, useClass: SqlGuestDirectory },
  { provide: GuestStays, useClass: SqlGuestStays },
  { provide: VisitBoard, useClass: SqlVisitBoard },
  { provide: BmpWorkerFile, useValue: new URL('./photo/decode-bmp.worker.js', import.meta.url) },
];

/**
 * What was agreed. Needs `VisitAccess` and `PassageCompleteness` (contracts/ports) from a global module: access-control
 * and monitoring know visits, not the reverse.
 */
@Module({
  controllers: [GuestsController, VisitsController, VisitPhotoController, VisitHistoryController],
  providers: [...verbs, ...helpers, ...listeners, ...persistence, VisitSweepLoop, PhotoRetentionLoop],
  exports: [VisitClaims, GuestDirectory, GuestStays, VisitBoard],
})
export class VisitsModule {}
