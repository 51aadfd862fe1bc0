import { type FindingCounts, type FindingKind } from '../domain/drift-findings.js';
import { type DriftCheck, type DriftCheckStatus, type DriftFinding, type RecordSide } from './drift-check.js';

export interface CheckRow {
  id: string;
  server_id: string;
  status: DriftCheckStatus;
  origin: DriftCheck['origin'];
  is_dry_run: boolean;
  requested_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  approved_at: Date | null;
  calls_spent: number;
  persons_read: number;
  persons_total: number | null;
  levels_read: number;
  counts: FindingCounts;
  mended: number;
  error_code: string | null;
}

export interface FindingRow {
  id: string;
  kind: FindingKind;
  cardholder_id: string | null;
  person_code: string;
  level_ids: string[];
  differs: string[];
  is_mended: boolean;
  hikcentral: RecordSide | null;
  record: RecordSide | null;
  found_at: Date;
}

export function toCheck(row: CheckRow): DriftCheck {
  return {
    id: row.id,
    serverId: row.server_id,
    status: row.status,
    origin: row.origin,
    isDryRun: row.is_dry_run,
    requestedAt: row.requested_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    approvedAt: row.approved_at,
    callsSpent: row.calls_spent,
    personsRead: row.persons_read,
    personsTotal: row.persons_total,
    levelsRead: row.levels_read,
    counts: row.counts,
    mended: row.mended,
    errorCode: row.error_code,
  };
}

export function toFinding(row: FindingRow): DriftFinding {
  return {
    id: row.id,
    kind: row.kind,
    cardholderId: row.cardholder_id,
    personCode: row.person_code,
    levelIds: row.level_ids,
    differs: row.differs,
    isMended: row.is_mended,
    hikcentral: row.hikcentral,
    record: row.record,
    foundAt: row.found_at,
  };
}
