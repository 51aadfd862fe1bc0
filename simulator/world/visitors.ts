import { CODES, notFound, Refusal } from '../refusal.js';
import { type Face, type Person } from './model.js';

/** What is known of a visitor. */
export interface VisitorDetails {
  familyName: string;
  givenName: string;
  groupName: string;
  gender: number;
  phoneNo: string;
  email: string;
  plateNo: string;
  companyName: string;
  certificateType: number;
  certificateNo: string;
  remark: string;
  face: Face | null;
  cardNos: readonly string[];
}

/** When, to whom and why. */
export interface VisitPlan {
  receptionistId: string;
  beginTimeMs: number;
  endTimeMs: number;
  reasonType: number;
  reasonDetail: string;
}

/** One visit of one visitor, from its reservation or its walk-in to its end. Ended visits are kept. */
export interface Visit {
  readonly appointRecordId: string;
  /** From the same sequence as the ids of persons. */
  readonly visitorId: string;
  readonly appointCode: string;
  readonly pinCode: string;
  readonly ownerAppKey: string | null;
  readonly madeAtMs: number;
  readonly visitor: VisitorDetails;
  readonly plan: VisitPlan;
  approval: 'approved' | 'awaited' | 'rejected';
  checkedInAtMs: number | null;
  endedAtMs: number | null;
  /** How it ended; null while it has not. */
  end: 'cancelled' | 'out' | 'automatic' | null;
}

/** `visitorStatus` of the guide. */
export const VISITOR_STATUS = {
  unknown: -1,
  reserved: 0,
  expired: 1,
  checkedIn: 3,
  out: 4,
  automaticOut: 5,
  overdue: 7,
  awaitingApproval: 8,
  failed: 9,
} as const;

export type VisitorStatus = (typeof VISITOR_STATUS)[keyof typeof VISITOR_STATUS];

/** Where a visit stands at a moment, past or to come. */
export function statusAt(visit: Visit, atMs: number): VisitorStatus {
  const { plan, madeAtMs, checkedInAtMs, endedAtMs, end, approval } = visit;
  if (atMs < madeAtMs) return VISITOR_STATUS.unknown;
  if (endedAtMs !== null && atMs >= endedAtMs) {
    if (end === 'cancelled') return VISITOR_STATUS.unknown;
    return end === 'automatic' ? VISITOR_STATUS.automaticOut : VISITOR_STATUS.out;
  }
  if (checkedInAtMs !== null && atMs >= checkedInAtMs) {
    return atMs >= plan.endTimeMs ? VISITOR_STATUS.overdue : VISITOR_STATUS.checkedIn;
  }
  if (approval === 'rejected') return VISITOR_STATUS.failed;
  if (atMs >= plan.endTimeMs) return VISITOR_STATUS.expired;
  return approval === 'awaited' ? VISITOR_STATUS.awaitingApproval : VISITOR_STATUS.reserved;
}

/** A visitor as terminals know people: nobody has a person code here. */
export function asPerson({ visitorId, visitor, plan, ownerAppKey }: Visit): Person {
  const { familyName, givenName, gender, phoneNo, email, remark, face, cardNos } = visitor;
  const { beginTimeMs, endTimeMs } = plan;
  const known = { familyName, givenName, gender, phoneNo, email, remark, face, cardNos, beginTimeMs, endTimeMs };
  return { ...known, personId: visitorId, personCode: '', orgIndexCode: '', ownerAppKey };
}

/** Every visit there ever was, in the order of their making. */
export class Visitors {
  private readonly byRecord = new Map<string, Visit>();
  private readonly byVisitor = new Map<string, Visit>();

  constructor(visits: Iterable<Visit>) {
    for (const visit of visits) this.put(visit);
  }

  all(): Visit[] {
    return [...this.byRecord.values()];
  }

  /** @throws Refusal 128, also for a reservation that was cancelled */
  get(appointRecordId: string): Visit {
    const visit = this.byRecord.get(appointRecordId);
    if (visit === undefined || visit.end === 'cancelled') throw notFound('visit');
    return visit;
  }

  findByVisitor(visitorId: string): Visit | undefined {
    return this.byVisitor.get(visitorId);
  }

  /** What terminals may hold: a visitor who is in. */
  holder(visitorId: string): Person | undefined {
    const visit = this.byVisitor.get(visitorId);
    return visit?.checkedInAtMs == null || visit.endedAtMs !== null ? undefined : asPerson(visit);
  }

  put(visit: Visit): void {
    this.byRecord.set(visit.appointRecordId, visit);
    this.byVisitor.set(visit.visitorId, visit);
  }

  nextRecordId(): string {
    return String(this.byRecord.size + 1);
  }

  /** A certificate serves one visit at a time. @throws Refusal 131, with the vendor's 60051 in its text */
  refuseActiveCertificate(type: number, certificateNo: string, nowMs: number, exceptRecordId?: string): void {
    if (certificateNo === '') return;
    const isActive = this.all().some(
      (visit) =>
        visit.appointRecordId !== exceptRecordId &&
        visit.visitor.certificateNo === certificateNo &&
        visit.visitor.certificateType === type &&
        ACTIVE.has(statusAt(visit, nowMs)),
    );
    if (isActive) throw new Refusal(CODES.alreadyExists, 'error 60051: a visitor with this certificate is active');
  }
}

const ACTIVE: ReadonlySet<VisitorStatus> = new Set([
  VISITOR_STATUS.reserved,
  VISITOR_STATUS.checkedIn,
  VISITOR_STATUS.overdue,
  VISITOR_STATUS.awaitingApproval,
]);
