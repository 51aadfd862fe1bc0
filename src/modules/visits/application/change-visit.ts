import { Injectable } from '@nestjs/common';
import { BELLS } from '../../../contracts/bells.js';
import { publish } from '../../../contracts/events/publish.js';
import { VisitAccess } from '../../../contracts/ports/visit-access.js';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Doorbell } from '../../../platform/doorbell/doorbell.js';
import { Random } from '../../../platform/random/random.js';
import { changedFields, merged } from '../domain/visit-changes.js';
import { isFinal, type ExitPolicy, type ExitPolicyFact } from '../domain/visit-facts.js';
import { timeFaults } from '../domain/visit-times.js';
import { VisitRepository } from '../persistence/visit-repository.js';
import { type VisitEntity } from '../persistence/visit.entity.js';
import {
  ForeignHostError,
  StudentIdRequiredError,
  VisitAlreadyBegunError,
  VisitNotFoundError,
  VisitTimesRefusedError,
  VisitWrongStateError,
} from '../visits.errors.js';
import { AdvanceVisit } from './advance-visit.js';
import { ownHostEmail } from './caller.js';
import { type GuestInput, type HostInput } from './guest-input.js';
import { GuestRecords } from './guest-records.js';
import { refuseStale } from './refuse-stale.js';
import { VisitPresenter } from './visit-presenter.js';
import { type VisitView } from './visit-view.js';

/** Absent: stays as it is. */
export interface VisitChange {
  readonly guest?: GuestInput | undefined;
  readonly host?: Partial<HostInput> | undefined;
  readonly validFrom?: Date | undefined;
  readonly validTo?: Date | undefined;
  readonly purpose?: string | null | undefined;
  readonly accessLevelIds?: readonly string[] | undefined;
  readonly exitPolicy?: ExitPolicy | undefined;
  readonly consent?: boolean | undefined;
}

type Agreed = Pick<VisitEntity, (typeof AGREED)[number]>;
const AGREED = [
  'hostName',
  'hostEmail',
  'hostPhone',
  'hostDepartment',
  'validFrom',
  'validTo',
  'purpose',
  'accessLevelIds',
  'exitPolicy',
] as const;

const HOST_PATHS: Readonly<Record<string, string>> = {
  hostName: 'host.name',
  hostEmail: 'host.email',
  hostPhone: 'host.phone',
  hostDepartment: 'host.department',
};

@Injectable()
export class ChangeVisit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly visits: VisitRepository,
    private readonly guests: GuestRecords,
    private readonly access: VisitAccess,
    private readonly advance: AdvanceVisit,
    private readonly presenter: VisitPresenter,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly doorbell: Doorbell,
  ) {}

  /**
   * @param expectedVersion null: whatever it is now
   * @throws VISIT_NOT_FOUND, VISIT_STALE, VISIT_WRONG_STATE, VISIT_ALREADY_BEGUN, VISIT_TIMES_REFUSED, FOREIGN_HOST
   */
  async run(visitId: string, change: VisitChange, expectedVersion: number | null): Promise<VisitView> {
    const own = ownHostEmail('visits.write');
    return this.unitOfWork.run(async (tx) => {
      const locked = await this.visits.lock(tx, visitId, own);
      if (locked === null) throw new VisitNotFoundError(visitId);
      const { visit, guest } = locked;
      refuseStale(visit, expectedVersion);
      if (isFinal(visit.status)) throw new VisitWrongStateError(visit.status);
      const wanted = wantedOf(change);
      const agreed = changedFields<Agreed>(visit, wanted);
      await this.check(tx, visit, wanted, agreed, own);

      const ofGuest = await this.guests.keep(tx, guest, change.guest ?? {}, change.consent);
      if (visit.kind === 'student' && guest.studentId === null) throw new StudentIdRequiredError();
      const changed = [...agreed.map((field) => HOST_PATHS[field] ?? field), ...ofGuest];
      if (changed.length > 0) await this.apply(tx, visit, wanted, agreed, changed);
      audit(tx, { action: 'visits.change', entity: 'visit', entityId: visitId, detail: { changed } });
      return this.presenter.one(tx, visitId, null);
    });
  }

  private async check(
    tx: Transaction,
    visit: VisitEntity,
    wanted: Partial<Agreed>,
    agreed: readonly string[],
    own: string | null,
  ): Promise<void> {
    if (own !== null && wanted.hostEmail !== undefined && wanted.hostEmail.toLowerCase() !== own.toLowerCase()) {
      throw new ForeignHostError();
    }
    if (agreed.includes('validFrom') && visit.status === 'checked_in') throw new VisitAlreadyBegunError();
    if (agreed.includes('validFrom') || agreed.includes('validTo')) {
      const { validFrom, validTo } = merged<Agreed>(visit, wanted);
      const faults = timeFaults(validFrom, validTo, this.clock.now());
      if (faults.length > 0) throw new VisitTimesRefusedError(faults);
    }
    if (agreed.includes('accessLevelIds')) await this.access.checkLevels(tx, wanted.accessLevelIds ?? []);
  }

  private async apply(
    tx: Transaction,
    visit: VisitEntity,
    wanted: Partial<Agreed>,
    agreed: readonly string[],
    changed: readonly string[],
  ): Promise<void> {
    const now = this.clock.now();
    const facts: ExitPolicyFact[] = agreed.includes('exitPolicy')
      ? [this.exitPolicyFact(wanted.exitPolicy ?? visit.exitPolicy, now)]
      : [];
    Object.assign(visit, merged<Agreed>(pick(visit), wanted));
    // Whoever overstayed and may now stay longer will be told of again.
    if (visit.validTo.getTime() > now.getTime()) visit.overstayedAt = null;
    await this.visits.update(tx, visit.id, pick(visit));
    const ids = { visitId: visit.id, guestId: visit.guestId };
    publish(tx, 'visits.visit-changed.v1', { ...ids, changed }, { visitIds: [visit.id] });
    await this.advance.run(tx, visit, { facts, hasAgreedOtherwise: true });
    tx.afterCommit(() => this.doorbell.ring(BELLS.sweepVisits));
  }

  private exitPolicyFact(exitPolicy: ExitPolicy, occurredAt: Date): ExitPolicyFact {
    return { kind: 'exit_policy', eventId: this.random.uuid(), occurredAt, exitPolicy };
  }
}

function wantedOf({ host, validFrom, validTo, purpose, accessLevelIds, exitPolicy }: VisitChange): Partial<Agreed> {
  const wanted = {
    hostName: host?.name,
    hostEmail: host?.email,
    hostPhone: host?.phone,
    hostDepartment: host?.department,
    validFrom,
    validTo,
    purpose,
    accessLevelIds: accessLevelIds === undefined ? undefined : [...accessLevelIds],
    exitPolicy,
  };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}

function pick(visit: VisitEntity): Agreed {
  return Object.fromEntries(AGREED.map((field) => [field, visit[field]])) as Agreed;
}
