import { createHash } from 'node:crypto';
import { CODES, Refusal } from '../refusal.js';
import { type Scheduler } from '../runtime/time.js';
import { type AccessLevels } from './access-levels.js';
import { type Application } from './application.js';
import { type EffectKind, type Journal } from './journal.js';
import { type Actor, ownerOf } from './model.js';
import { type Persons } from './persons.js';
import {
  statusAt,
  type Visit,
  VISITOR_STATUS,
  type VisitorDetails,
  type Visitors,
  type VisitPlan,
} from './visitors.js';

export interface VisitDraft {
  readonly visitor: VisitorDetails;
  readonly plan: VisitPlan;
  /** null: the default levels of visitors. */
  readonly levelIds: readonly string[] | null;
}

export interface VisitChanges {
  readonly visitor: Partial<VisitorDetails>;
  readonly plan: Partial<VisitPlan>;
  readonly levelIds: readonly string[] | null;
}

export interface VisitSettings {
  /** Reservations wait for somebody's approval. */
  readonly needApproval: boolean;
  /** At the end of a visit HikCentral checks the visitor out by itself; otherwise the visit is overdue. */
  readonly endByThemselves: boolean;
}

/** The longest a timer of Node can wait. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;
const DEVICE: Actor = { by: 'device' };

/** Reserving, checking in, checking out. HikCentral applies these to the doors by itself, without a reapplication. */
export class Visits {
  constructor(
    private readonly visitors: Visitors,
    private readonly persons: Persons,
    private readonly levels: AccessLevels,
    private readonly application: Application,
    private readonly journal: Journal,
    private readonly scheduler: Scheduler,
    private readonly nowMs: () => number,
    readonly settings: VisitSettings,
  ) {
    for (const visit of visitors.all()) this.armAutomaticEnd(visit);
  }

  all(): Visit[] {
    return this.visitors.all();
  }

  /** @throws Refusal 128 */
  get(appointRecordId: string): Visit {
    return this.visitors.get(appointRecordId);
  }

  findByVisitor(visitorId: string): Visit | undefined {
    return this.visitors.findByVisitor(visitorId);
  }

  /** @throws Refusal 128 for a receptionist or level, 131 for an active certificate, 2 for times */
  reserve(draft: VisitDraft, actor: Actor): Visit {
    const visit = this.make(draft, actor, this.settings.needApproval ? 'awaited' : 'approved');
    this.record('visit-reserved', visit, actor);
    return visit;
  }

  /** Somebody without a reservation, in at once. @throws as {@link reserve} */
  walkIn(draft: VisitDraft, actor: Actor): Visit {
    const visit = this.make(draft, actor, 'approved');
    this.enter(visit, actor);
    return visit;
  }

  /** @throws Refusal 131 when in already, 130 while unapproved, 192 when expired or over, and those of {@link change} */
  checkIn(visit: Visit, changes: VisitChanges, actor: Actor): void {
    const refusals: Partial<Record<number, string>> = {
      [VISITOR_STATUS.checkedIn]: CODES.alreadyExists,
      [VISITOR_STATUS.overdue]: CODES.alreadyExists,
      [VISITOR_STATUS.awaitingApproval]: CODES.noPermission,
      [VISITOR_STATUS.failed]: CODES.noPermission,
    };
    const status = statusAt(visit, this.nowMs());
    if (status !== VISITOR_STATUS.reserved) {
      throw new Refusal(refusals[status] ?? CODES.operationFailed, 'the visitor cannot be checked in');
    }
    this.apply(visit, changes);
    this.enter(visit, actor);
  }

  /** @throws Refusal 192 once it is over, 128, 131, 2 */
  change(visit: Visit, changes: VisitChanges, actor: Actor): void {
    if (visit.endedAtMs !== null) throw new Refusal(CODES.operationFailed, 'the visit is over');
    this.apply(visit, changes);
    if (visit.checkedInAtMs !== null) this.sendToDoors(visit, actor);
    this.armAutomaticEnd(visit);
    this.record('visit-changed', visit, actor);
  }

  /** Takes a reservation back. @throws Refusal 192 once the visitor has come */
  cancel(visit: Visit, actor: Actor): void {
    if (visit.checkedInAtMs !== null) throw new Refusal(CODES.operationFailed, 'the visitor has come already');
    this.end(visit, 'cancelled');
    this.record('visit-cancelled', visit, actor);
  }

  /** Ends every permission: the doors follow after the delay. @throws Refusal 192 for somebody who is not in */
  checkOut(visit: Visit, actor: Actor): void {
    if (visit.checkedInAtMs === null || visit.endedAtMs !== null) {
      throw new Refusal(CODES.operationFailed, 'the visitor is not checked in');
    }
    this.end(visit, 'out');
    this.record('visitor-checked-out', visit, actor);
  }

  /** @throws Refusal 192 */
  refuseUnlessAwaited(visit: Visit): void {
    if (visit.approval !== 'awaited') throw new Refusal(CODES.operationFailed, 'no approval is awaited');
  }

  /** @throws Refusal 192 for a reservation that awaits no approval */
  decide(visit: Visit, isApproved: boolean, actor: Actor): void {
    this.refuseUnlessAwaited(visit);
    visit.approval = isApproved ? 'approved' : 'rejected';
    this.record('visit-decided', visit, actor);
  }

  private make({ visitor, plan, levelIds }: VisitDraft, actor: Actor, approval: Visit['approval']): Visit {
    this.check(visitor, plan, levelIds);
    const appointRecordId = this.visitors.nextRecordId();
    const visit: Visit = {
      appointRecordId,
      visitorId: this.persons.takeId(),
      appointCode: digits(`${appointRecordId}:code`, 6),
      pinCode: digits(`${appointRecordId}:pin`, 8),
      ownerAppKey: ownerOf(actor),
      madeAtMs: this.nowMs(),
      visitor,
      plan,
      approval,
      checkedInAtMs: null,
      endedAtMs: null,
      end: null,
    };
    this.visitors.put(visit);
    this.giveLevels(visit, levelIds ?? this.levels.visitorDefaults().map(({ privilegeGroupId }) => privilegeGroupId));
    return visit;
  }

  private check(visitor: VisitorDetails, plan: VisitPlan, levelIds: readonly string[] | null, exceptId?: string): void {
    if (plan.beginTimeMs >= plan.endTimeMs) throw new Refusal(CODES.parameterWrong, 'the visit ends before it begins');
    if (plan.endTimeMs <= this.nowMs()) throw new Refusal(CODES.parameterWrong, 'the visit is in the past');
    if (plan.receptionistId !== '') this.persons.get({ personId: plan.receptionistId });
    for (const id of levelIds ?? []) this.levels.get(id, 'visitor');
    const { certificateType, certificateNo } = visitor;
    this.visitors.refuseActiveCertificate(certificateType, certificateNo, this.nowMs(), exceptId);
  }

  private apply(visit: Visit, { visitor, plan, levelIds }: VisitChanges): void {
    this.check({ ...visit.visitor, ...visitor }, { ...visit.plan, ...plan }, levelIds, visit.appointRecordId);
    Object.assign(visit.visitor, visitor);
    Object.assign(visit.plan, plan);
    if (levelIds !== null) this.giveLevels(visit, levelIds);
  }

  private enter(visit: Visit, actor: Actor): void {
    visit.checkedInAtMs = this.nowMs();
    this.sendToDoors(visit, actor);
    this.armAutomaticEnd(visit);
    this.record('visitor-checked-in', visit, actor);
  }

  private sendToDoors({ visitorId }: Visit, actor: Actor): void {
    this.application.markEverywhere(visitorId);
    this.application.queue({ personIds: new Set([visitorId]), doorIndexCodes: null, shouldRetryFailures: true }, actor);
  }

  private giveLevels({ visitorId }: Visit, levelIds: readonly string[]): void {
    for (const level of this.levels.levelsOf(visitorId)) level.memberIds.delete(visitorId);
    for (const id of levelIds) this.levels.get(id, 'visitor').memberIds.add(visitorId);
  }

  private end(visit: Visit, how: NonNullable<Visit['end']>): void {
    visit.endedAtMs = this.nowMs();
    visit.end = how;
    this.giveLevels(visit, []);
    this.application.dropDeleted(visit.visitorId);
  }

  private armAutomaticEnd(visit: Visit): void {
    if (!this.settings.endByThemselves || visit.checkedInAtMs === null || visit.endedAtMs !== null) return;
    const waitMs = Math.min(Math.max(0, visit.plan.endTimeMs - this.nowMs()), LONGEST_WAIT_MS);
    this.scheduler.after(waitMs, () => {
      if (visit.endedAtMs !== null) return;
      if (this.nowMs() < visit.plan.endTimeMs) {
        this.armAutomaticEnd(visit);
        return;
      }
      this.end(visit, 'automatic');
      this.record('visitor-checked-out', visit, DEVICE);
    });
  }

  private record(kind: EffectKind, { appointRecordId, visitorId, ownerAppKey }: Visit, actor: Actor): void {
    this.journal.record({ actor, kind, ownerAppKey, personId: visitorId, appointRecordId });
  }
}

/** The same for the same visit, and nothing one could count on. */
function digits(seed: string, count: number): string {
  const number = createHash('sha256').update(seed).digest().readUIntBE(0, 6);
  return String(number).padStart(count, '0').slice(-count);
}
