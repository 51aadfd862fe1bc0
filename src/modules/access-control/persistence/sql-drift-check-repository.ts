import { Injectable } from '@nestjs/common';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type FindingCounts, type FindingKind, NO_FINDINGS } from '../domain/drift-findings.js';
import { type DriftCheck, type DriftFinding, type DriftSchedule, type NewDriftFinding } from './drift-check.js';
import { type CheckRow, type FindingRow, toCheck, toFinding } from './drift-check-row.js';
import { DriftCheckRepository } from './drift-check-repository.js';

@Injectable()
export class SqlDriftCheckRepository extends DriftCheckRepository {
  override async insert(tx: Transaction, check: DriftCheck): Promise<void> {
    await tx.query(
      `INSERT INTO drift_checks (id, server_id, status, origin, is_dry_run, requested_at, counts)
       VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb)`,
      [
        check.id,
        check.serverId,
        check.status,
        check.origin,
        check.isDryRun,
        check.requestedAt,
        JSON.stringify(check.counts),
      ],
    );
  }

  override async save(tx: Transaction, check: DriftCheck): Promise<void> {
    await tx.query(
      `UPDATE drift_checks SET status = $2, started_at = $3, finished_at = $4, approved_at = coalesce($5, approved_at),
         calls_spent = $6, persons_read = $7, persons_total = $8, levels_read = $9, counts = $10::jsonb, mended = $11,
         error_code = $12
       WHERE id = $1`,
      [
        check.id,
        check.status,
        check.startedAt,
        check.finishedAt,
        check.approvedAt,
        check.callsSpent,
        check.personsRead,
        check.personsTotal,
        check.levelsRead,
        JSON.stringify(check.counts),
        check.mended,
        check.errorCode,
      ],
    );
  }

  override async find(tx: Transaction, id: string): Promise<DriftCheck | null> {
    const [row] = await tx.query<CheckRow>('SELECT * FROM drift_checks WHERE id = $1', [id]);
    return row === undefined ? null : toCheck(row);
  }

  override async lock(tx: Transaction, id: string): Promise<DriftCheck | null> {
    const [row] = await tx.query<CheckRow>('SELECT * FROM drift_checks WHERE id = $1 FOR UPDATE', [id]);
    return row === undefined ? null : toCheck(row);
  }

  override async list(
    tx: Transaction,
    limit: number,
    before: readonly [Date, string] | null,
  ): Promise<readonly DriftCheck[]> {
    const rows = await tx.query<CheckRow>(
      `SELECT * FROM drift_checks WHERE $2::timestamptz IS NULL OR (requested_at, id) < ($2::timestamptz, $3::uuid)
       ORDER BY requested_at DESC, id DESC LIMIT $1`,
      [limit, before?.[0] ?? null, before?.[1] ?? null],
    );
    return rows.map(toCheck);
  }

  override async nextOpen(tx: Transaction, serverId: string): Promise<DriftCheck | null> {
    const [row] = await tx.query<CheckRow>(
      `SELECT * FROM drift_checks WHERE server_id = $1 AND status IN ('queued', 'running')
       ORDER BY requested_at, id LIMIT 1`,
      [serverId],
    );
    return row === undefined ? null : toCheck(row);
  }

  override async addFindings(
    tx: Transaction,
    { id, serverId }: Pick<DriftCheck, 'id' | 'serverId'>,
    findings: readonly NewDriftFinding[],
    now: Date,
  ): Promise<void> {
    if (findings.length === 0) return;
    await tx.query(
      `INSERT INTO drift_findings (check_id, server_id, kind, cardholder_id, person_code, level_ids, differs, is_mended,
         hikcentral, record, found_at)
       SELECT $1, $2, kind, "cardholderId", "personCode", "levelIds", differs, "isMended",
         nullif(hikcentral, 'null'::jsonb), nullif(record, 'null'::jsonb), $4
       FROM jsonb_to_recordset($3::jsonb) AS new (kind text, "cardholderId" uuid, "personCode" text, "levelIds" text[],
         differs text[], "isMended" boolean, hikcentral jsonb, record jsonb)`,
      [id, serverId, JSON.stringify(findings), now],
    );
  }

  override async forgetFindings(tx: Transaction, checkId: string): Promise<void> {
    await tx.query('DELETE FROM drift_findings WHERE check_id = $1 AND NOT is_mended', [checkId]);
  }

  override async countFindings(tx: Transaction, checkId: string): Promise<FindingCounts> {
    const rows = await tx.query<{ kind: FindingKind; count: number }>(
      'SELECT kind, count(*)::integer AS count FROM drift_findings WHERE check_id = $1 GROUP BY kind',
      [checkId],
    );
    return { ...NO_FINDINGS, ...Object.fromEntries(rows.map(({ kind, count }) => [kind, count])) };
  }

  override async findings(tx: Transaction, checkId: string, limit: number): Promise<readonly DriftFinding[]> {
    const rows = await tx.query<FindingRow>('SELECT * FROM drift_findings WHERE check_id = $1 ORDER BY id LIMIT $2', [
      checkId,
      limit,
    ]);
    return rows.map(toFinding);
  }

  override async mendedSince(
    tx: Transaction,
    cardholderIds: readonly string[],
    since: Date,
  ): Promise<ReadonlyMap<string, ReadonlySet<FindingKind>>> {
    const rows = await tx.query<{ cardholder_id: string; kinds: FindingKind[] }>(
      `SELECT cardholder_id, array_agg(DISTINCT kind) AS kinds FROM drift_findings
       WHERE is_mended AND cardholder_id = ANY($1::uuid[]) AND found_at > $2 GROUP BY cardholder_id`,
      [cardholderIds, since],
    );
    return new Map(rows.map(({ cardholder_id, kinds }) => [cardholder_id, new Set(kinds)]));
  }

  override async takenOutSince(tx: Transaction, serverId: string, since: Date): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM drift_findings taken
       WHERE server_id = $1 AND kind = 'unknown_person' AND is_mended AND found_at > $2 AND NOT EXISTS (
         SELECT 1 FROM drift_findings allowed JOIN drift_checks ON drift_checks.id = allowed.check_id
         WHERE allowed.server_id = $1 AND allowed.kind = 'unknown_person' AND approved_at IS NOT NULL
           AND allowed.person_code = taken.person_code)`,
      [serverId, since],
    );
    return row?.count ?? 0;
  }

  override async approvedCodes(
    tx: Transaction,
    serverId: string,
    personCodes: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ person_code: string }>(
      `SELECT DISTINCT person_code FROM drift_findings JOIN drift_checks ON drift_checks.id = check_id
       WHERE drift_findings.server_id = $1 AND kind = 'unknown_person' AND approved_at IS NOT NULL
         AND person_code = ANY($2::text[])`,
      [serverId, personCodes],
    );
    return new Set(rows.map(({ person_code }) => person_code));
  }

  override async schedule(tx: Transaction, serverId: string, firstDueAt: Date): Promise<DriftSchedule> {
    const [row] = await tx.query<{ due_at: Date; next_offset: number }>(
      `INSERT INTO drift_schedules (server_id, due_at, next_offset) VALUES ($1, $2, 0)
       ON CONFLICT (server_id) DO UPDATE SET server_id = excluded.server_id RETURNING due_at, next_offset`,
      [serverId, firstDueAt],
    );
    return row === undefined
      ? { dueAt: firstDueAt, nextOffset: 0 }
      : { dueAt: row.due_at, nextOffset: row.next_offset };
  }

  override async saveSchedule(tx: Transaction, serverId: string, { dueAt, nextOffset }: DriftSchedule): Promise<void> {
    await tx.query('UPDATE drift_schedules SET due_at = $2, next_offset = $3 WHERE server_id = $1', [
      serverId,
      dueAt,
      nextOffset,
    ]);
  }

  override async forget(
    tx: Transaction,
    { quiet, telling }: { readonly quiet: Date; readonly telling: Date },
  ): Promise<void> {
    await tx.query(
      `DELETE FROM drift_checks WHERE finished_at < $2 OR (finished_at < $1 AND NOT EXISTS (
         SELECT 1 FROM drift_findings WHERE check_id = drift_checks.id))`,
      [quiet, telling],
    );
  }
}
