import { type ClosedReason, type EndedStatus } from '../events/visits.events.js';
import { type Transaction } from '../../platform/database/transaction.js';
import { type AccessStatus } from './visit-access.js';

/** A visit as whoever watches the desk needs it. */
export interface BoardVisit {
  readonly visitId: string;
  readonly guestId: string;
  readonly fullName: string;
  readonly company: string | null;
  readonly hostName: string;
  /** Whose visit it is: never shown, only compared, in any case. */
  readonly hostEmail: string;
  readonly status: 'expected' | 'checked_in' | EndedStatus;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly checkedInAt: Date | null;
  readonly checkedOutAt: Date | null;
  readonly closedReason: ClosedReason | null;
  readonly accessStatus: AccessStatus;
}

export interface VisitCounts {
  /** Announced, not begun, not called off. */
  readonly expected: number;
  /** As many as `GuestDirectory.onSite` names. */
  readonly onSite: number;
  /** Checked in, and past the end of their visit. */
  readonly overstaying: number;
}

/** Visits as people watch them. Implemented by `visits`, asked by `monitoring`. One query each. */
export abstract class VisitBoard {
  /** Visits that are not there are absent. */
  abstract visitsById(tx: Transaction, visitIds: readonly string[]): Promise<ReadonlyMap<string, BoardVisit>>;
  abstract counts(tx: Transaction, now: Date): Promise<VisitCounts>;
}
