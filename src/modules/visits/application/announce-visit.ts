import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { BELLS } from '../../../contracts/bells.js';
import { publish } from '../../../contracts/events/publish.js';
import { VisitAccess } from '../../../contracts/ports/visit-access.js';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Doorbell } from '../../../platform/doorbell/doorbell.js';
import { Random } from '../../../platform/random/random.js';
import { type ExitPolicy, type VisitKind } from '../domain/visit-facts.js';
import { timeFaults } from '../domain/visit-times.js';
import { type Columns } from '../persistence/columns.js';
import { type GuestEntity } from '../persistence/guest.entity.js';
import { VisitRepository } from '../persistence/visit-repository.js';
import { type VisitEntity } from '../persistence/visit.entity.js';
import {
  ForeignHostError,
  NoAccessLevelError,
  StudentIdRequiredError,
  VisitTimesRefusedError,
} from '../visits.errors.js';
import { ownHostEmail } from './caller.js';
import { type AnnouncedGuest, type HostInput } from './guest-input.js';
import { GuestRecords } from './guest-records.js';
import { VisitPresenter } from './visit-presenter.js';
import { type VisitView } from './visit-view.js';

export interface Announcement {
  readonly kind: VisitKind;
  readonly guest: AnnouncedGuest;
  readonly host: HostInput;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly purpose?: string | null | undefined;
  readonly accessLevelIds?: readonly string[] | undefined;
  readonly exitPolicy?: ExitPolicy | undefined;
  readonly consent?: boolean | undefined;
}

@Injectable()
export class AnnounceVisit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly visits: VisitRepository,
    private readonly guests: GuestRecords,
    private readonly access: VisitAccess,
    private readonly presenter: VisitPresenter,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly doorbell: Doorbell,
  ) {}

  /** @throws FOREIGN_HOST, VISIT_TIMES_REFUSED, NO_ACCESS_LEVEL, STUDENT_ID_REQUIRED, GUEST_UNKNOWN, GUEST_IDENTITY_TAKEN */
  async run(said: Announcement): Promise<VisitView> {
    const own = ownHostEmail('visits.write');
    if (own !== null && own.toLowerCase() !== said.host.email.toLowerCase()) throw new ForeignHostError();
    const faults = timeFaults(said.validFrom, said.validTo, this.clock.now());
    if (faults.length > 0) throw new VisitTimesRefusedError(faults);
    const levels = said.accessLevelIds ?? this.defaultLevels(said.kind);

    return this.unitOfWork.run(async (tx) => {
      await this.access.checkLevels(tx, levels);
      const guest = await this.guests.meet(tx, said.guest, said.consent, own);
      if (said.kind === 'student' && guest.studentId === null) throw new StudentIdRequiredError();
      const visit = this.newVisit(said, levels, guest);
      await this.visits.insert(tx, visit);
      publish(tx, 'visits.visit-announced.v1', { visitId: visit.id, guestId: guest.id }, { visitIds: [visit.id] });
      audit(tx, { action: 'visits.announce', entity: 'visit', entityId: visit.id, detail: { kind: said.kind } });
      tx.afterCommit(() => this.doorbell.ring(BELLS.sweepVisits));
      return this.presenter.one(tx, visit.id, null);
    });
  }

  private defaultLevels(kind: VisitKind): readonly string[] {
    const { defaultAccessLevelId, studentAccessLevelId } = this.settings.hikcentral;
    const level = kind === 'student' ? (studentAccessLevelId ?? defaultAccessLevelId) : defaultAccessLevelId;
    if (level === null) throw new NoAccessLevelError(kind);
    return [level];
  }

  private newVisit(said: Announcement, levels: readonly string[], guest: Columns<GuestEntity>): Columns<VisitEntity> {
    const { guestExitPolicy, studentExitPolicy } = this.settings;
    const exitPolicy = said.exitPolicy ?? (said.kind === 'student' ? studentExitPolicy : guestExitPolicy);
    const now = this.clock.now();
    return {
      id: this.random.uuid(),
      guestId: guest.id,
      version: 1,
      kind: said.kind,
      status: 'expected',
      hostName: said.host.name,
      hostEmail: said.host.email,
      hostPhone: said.host.phone ?? null,
      hostDepartment: said.host.department ?? null,
      purpose: said.purpose ?? null,
      validFrom: said.validFrom,
      validTo: said.validTo,
      announcedExitPolicy: exitPolicy,
      exitPolicy,
      accessLevelIds: [...levels],
      checkedInAt: null,
      checkedOutAt: null,
      closedReason: null,
      closesAt: null,
      overstayedAt: null,
      seenLeavingAt: null,
      accessStatus: 'pending',
      createdAt: now,
      updatedAt: now,
    };
  }
}
