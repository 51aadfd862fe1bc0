import {
  type FindingCounts,
  type FindingKind,
  NO_FINDINGS,
} from '../../../../src/modules/access-control/domain/drift-findings.js';
import {
  type DriftCheck,
  type DriftFinding,
  type DriftSchedule,
  type NewDriftFinding,
} from '../../../../src/modules/access-control/persistence/drift-check.js';
import { DriftCheckRepository } from '../../../../src/modules/access-control/persistence/drift-check-repository.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { reference, unique } from './constraint.js';
import { type MemoryDatabase } from './memory-database.js';
import { byId, byTime } from './order.js';
import { type FindingRow } from './rows.js';

export class MemoryDriftCheckRepository extends DriftCheckRepository {
  /** Not taken back with a transaction, as a sequence is not. */
  private lastFinding = 0;

  constructor(private readonly database: MemoryDatabase) {
    super();
  }

  /** What a new check cannot know yet is as the table begins it. */
  override insert(tx: Transaction, check: DriftCheck): Promise<void> {
    return this.database.step(tx, () => {
      const { driftChecks } = this.database;
      unique('drift_checks_pkey', driftChecks.has(check.id));
      driftChecks.set(check.id, { ...check, ...JUST_ASKED });
    });
  }

  override save(tx: Transaction, check: DriftCheck): Promise<void> {
    return this.database.step(tx, () => {
      const known = this.database.driftChecks.get(check.id);
      if (known === undefined) return;
      const { serverId, origin, isDryRun, requestedAt } = known;
      const approvedAt = check.approvedAt ?? known.approvedAt;
      this.database.driftChecks.set(check.id, { ...check, serverId, origin, isDryRun, requestedAt, approvedAt });
    });
  }

  override find(tx: Transaction, id: string): Promise<DriftCheck | null> {
    return this.database.step(tx, () => this.database.driftChecks.get(id) ?? null);
  }

  override lock(tx: Transaction, id: string): Promise<DriftCheck | null> {
    return this.find(tx, id);
  }

  override list(
    tx: Transaction,
    limit: number,
    before: readonly [Date, string] | null,
  ): Promise<readonly DriftCheck[]> {
    return this.database.step(tx, () => {
      const place = before && { requestedAt: before[0], id: before[1] };
      return [...this.database.driftChecks.values()]
        .filter((check) => place === null || oldestFirst(check, place) < 0)
        .sort((one, other) => oldestFirst(other, one))
        .slice(0, limit);
    });
  }

  override nextOpen(tx: Transaction, serverId: string): Promise<DriftCheck | null> {
    return this.database.step(tx, () => {
      const open = [...this.database.driftChecks.values()].filter(
        (check) => check.serverId === serverId && (check.status === 'queued' || check.status === 'running'),
      );
      return open.sort(oldestFirst)[0] ?? null;
    });
  }

  override addFindings(
    tx: Transaction,
    { id, serverId }: Pick<DriftCheck, 'id' | 'serverId'>,
    findings: readonly NewDriftFinding[],
    now: Date,
  ): Promise<void> {
    return this.database.step(tx, () => {
      for (const finding of findings) {
        reference('drift_findings_check_id_fkey', !this.database.driftChecks.has(id));
        const number = (this.lastFinding += 1);
        const row = { ...finding, id: String(number), number, checkId: id, serverId, foundAt: now };
        this.database.driftFindings.set(row.id, row);
      }
    });
  }

  override forgetFindings(tx: Transaction, checkId: string): Promise<void> {
    return this.database.step(tx, () => {
      for (const { id, isMended } of [...this.database.findingsByCheck.of(checkId)]) {
        if (!isMended) this.database.driftFindings.delete(id);
      }
    });
  }

  override countFindings(tx: Transaction, checkId: string): Promise<FindingCounts> {
    return this.database.step(tx, () => {
      const counts: Record<FindingKind, number> = { ...NO_FINDINGS };
      for (const { kind } of this.database.findingsByCheck.of(checkId)) counts[kind] += 1;
      return counts;
    });
  }

  override findings(tx: Transaction, checkId: string, limit: number): Promise<readonly DriftFinding[]> {
    return this.database.step(tx, () =>
      [...this.database.findingsByCheck.of(checkId)]
        .sort((one, other) => one.number - other.number)
        .slice(0, limit)
        .map(toFinding),
    );
  }

  override mendedSince(
    tx: Transaction,
    cardholderIds: readonly string[],
    since: Date,
  ): Promise<ReadonlyMap<string, ReadonlySet<FindingKind>>> {
    return this.database.step(tx, () => {
      const mended = new Map<string, Set<FindingKind>>();
      for (const { cardholderId, isMended, foundAt, kind } of this.database.driftFindings.values()) {
        if (cardholderId === null || !isMended || foundAt <= since || !cardholderIds.includes(cardholderId)) continue;
        mended.set(cardholderId, (mended.get(cardholderId) ?? new Set()).add(kind));
      }
      return mended;
    });
  }

  override takenOutSince(tx: Transaction, serverId: string, since: Date): Promise<number> {
    return this.database.step(tx, () => {
      const unknown = this.unknownOn(serverId);
      const allowed = new Set(unknown.filter((row) => this.isApproved(row)).map(({ personCode }) => personCode));
      return unknown.filter((row) => row.isMended && row.foundAt > since && !allowed.has(row.personCode)).length;
    });
  }

  override approvedCodes(
    tx: Transaction,
    serverId: string,
    personCodes: readonly string[],
  ): Promise<ReadonlySet<string>> {
    return this.database.step(tx, () => {
      const approved = this.unknownOn(serverId).filter((row) => this.isApproved(row));
      return new Set(approved.map(({ personCode }) => personCode).filter((code) => personCodes.includes(code)));
    });
  }

  override schedule(tx: Transaction, serverId: string, firstDueAt: Date): Promise<DriftSchedule> {
    return this.database.step(tx, () => {
      const known = this.database.driftSchedules.get(serverId);
      const schedule = known ?? { dueAt: firstDueAt, nextOffset: 0 };
      if (known === undefined) this.database.driftSchedules.set(serverId, schedule);
      return schedule;
    });
  }

  override saveSchedule(tx: Transaction, serverId: string, { dueAt, nextOffset }: DriftSchedule): Promise<void> {
    return this.database.step(tx, () => {
      const { driftSchedules } = this.database;
      if (driftSchedules.get(serverId) !== undefined) driftSchedules.set(serverId, { dueAt, nextOffset });
    });
  }

  override forget(
    tx: Transaction,
    { quiet, telling }: { readonly quiet: Date; readonly telling: Date },
  ): Promise<void> {
    return this.database.step(tx, () => {
      const { driftChecks, driftFindings, findingsByCheck } = this.database;
      for (const { id, finishedAt } of [...driftChecks.values()]) {
        const isQuiet = findingsByCheck.count(id) === 0;
        if (finishedAt === null || !(finishedAt < telling || (finishedAt < quiet && isQuiet))) continue;
        for (const finding of [...findingsByCheck.of(id)]) driftFindings.delete(finding.id);
        driftChecks.delete(id);
      }
    });
  }

  private unknownOn(serverId: string): readonly FindingRow[] {
    const { driftFindings } = this.database;
    return [...driftFindings.values()].filter((row) => row.serverId === serverId && row.kind === 'unknown_person');
  }

  private isApproved({ checkId }: FindingRow): boolean {
    return (this.database.driftChecks.get(checkId)?.approvedAt ?? null) !== null;
  }
}

const JUST_ASKED = {
  ...{ startedAt: null, finishedAt: null, approvedAt: null, personsTotal: null, errorCode: null },
  ...{ callsSpent: 0, personsRead: 0, levelsRead: 0, mended: 0 },
};

function oldestFirst(
  one: Pick<DriftCheck, 'requestedAt' | 'id'>,
  other: Pick<DriftCheck, 'requestedAt' | 'id'>,
): number {
  return byTime(one.requestedAt, other.requestedAt) || byId(one, other);
}

function toFinding(row: FindingRow): DriftFinding {
  const { id, kind, cardholderId, personCode, levelIds, differs, isMended, hikcentral, record, foundAt } = row;
  return { id, kind, cardholderId, personCode, levelIds, differs, isMended, hikcentral, record, foundAt };
}
