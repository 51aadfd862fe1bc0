import { type ClosedReason, type EndedStatus } from '../../../contracts/events/visits.events.js';

export const VISIT_KINDS = ['guest', 'student'] as const;
export type VisitKind = (typeof VISIT_KINDS)[number];

export const VISIT_STATUSES = ['expected', 'checked_in', 'checked_out', 'cancelled', 'no_show'] as const;
export type VisitStatus = (typeof VISIT_STATUSES)[number];

export const EXIT_POLICIES = ['first_exit', 'grace', 'until_end'] as const;
export type ExitPolicy = (typeof EXIT_POLICIES)[number];

export type PassageDirection = 'entry' | 'exit' | null;
export type PassageResult = 'granted' | 'denied' | 'face_mismatch' | 'other';

/** Something a door saw, placed where the device's clock says. */
export interface PassageFact {
  readonly kind: 'passage';
  /** `server:event`, HikCentral's own identity of the event; breaks ties of `occurredAt`. */
  readonly eventId: string;
  readonly passageId: string;
  readonly occurredAt: Date;
  readonly direction: PassageDirection;
  readonly result: PassageResult;
}

/** A check-in by hand, placed where it was committed. */
export interface CheckInFact {
  readonly kind: 'check_in';
  readonly eventId: string;
  readonly occurredAt: Date;
}

/** Another exit policy was agreed; it judges what happens from then on, never what happened before. */
export interface ExitPolicyFact {
  readonly kind: 'exit_policy';
  readonly eventId: string;
  readonly occurredAt: Date;
  readonly exitPolicy: ExitPolicy;
}

/**
 * A person or the sweep ended the visit: check-out by hand, cancellation, no-show, expiry, a grace that ran out.
 * It was answered, told and acted on, so it is decisive: no passage found later says otherwise.
 */
export interface CloseFact {
  readonly kind: 'close';
  readonly eventId: string;
  /** When it was committed. */
  readonly occurredAt: Date;
  readonly status: EndedStatus;
  readonly closedReason: ClosedReason;
  /** When the visit ended: before `occurredAt` where the exit that ended it was seen earlier. */
  readonly endedAt: Date;
}

export type VisitFact = PassageFact | CheckInFact | ExitPolicyFact | CloseFact;

/** What was agreed, as far as the state depends on it. */
export interface VisitTerms {
  readonly validFrom: Date;
  readonly validTo: Date;
  /** As announced; later ones are facts. */
  readonly exitPolicy: ExitPolicy;
}

/** Settings that the state depends on; milliseconds. */
export interface VisitRules {
  readonly earlyArrivalMs: number;
  readonly autoCloseGraceMs: number;
  readonly reentryGraceMs: number;
  readonly isAutoCloseOn: boolean;
}

const FINAL_STATUSES: ReadonlySet<VisitStatus> = new Set(['checked_out', 'cancelled', 'no_show']);

export function isFinal(status: VisitStatus): status is EndedStatus {
  return FINAL_STATUSES.has(status);
}
