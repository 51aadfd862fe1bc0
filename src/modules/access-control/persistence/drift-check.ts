import { type FindingCounts, type FindingKind } from '../domain/drift-findings.js';

export const DRIFT_CHECK_STATUSES = [
  'queued',
  'running',
  'completed',
  /** More unknown persons than may be taken out without a person's word; everything else was mended. */
  'stopped',
  'failed',
] as const;
export type DriftCheckStatus = (typeof DRIFT_CHECK_STATUSES)[number];

/** One comparison of HikCentral with our record. */
export interface DriftCheck {
  readonly id: string;
  readonly serverId: string;
  readonly status: DriftCheckStatus;
  readonly origin: 'schedule' | 'request';
  readonly isDryRun: boolean;
  readonly requestedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  /** When a person allowed that the unknown persons of this check be taken out. */
  readonly approvedAt: Date | null;
  readonly callsSpent: number;
  readonly personsRead: number;
  /** As HikCentral counts them; null until the first page. */
  readonly personsTotal: number | null;
  readonly levelsRead: number;
  readonly counts: FindingCounts;
  readonly mended: number;
  /** Why it failed. */
  readonly errorCode: string | null;
}

/** One side of two records that differ. No name, photo or number of a person stands in it. */
export interface RecordSide {
  readonly personId: string | null;
  readonly personCode: string;
  readonly organisationId: string | null;
  readonly validFrom: Date | string | null;
  readonly validTo: Date | string | null;
  readonly hasFace: boolean | null;
  readonly accessLevelIds: readonly string[] | null;
}

export interface NewDriftFinding {
  readonly kind: FindingKind;
  /** null: nobody of ours. */
  readonly cardholderId: string | null;
  readonly personCode: string;
  readonly levelIds: readonly string[];
  readonly differs: readonly string[];
  readonly isMended: boolean;
  /** As HikCentral showed it; null where only a level's list was read, or nobody was there. */
  readonly hikcentral: RecordSide | null;
  readonly record: RecordSide | null;
}

export interface DriftFinding extends NewDriftFinding {
  readonly id: string;
  readonly foundAt: Date;
}

export interface DriftSchedule {
  readonly dueAt: Date;
  /** Persons of the list that were read in this round. */
  readonly nextOffset: number;
}
