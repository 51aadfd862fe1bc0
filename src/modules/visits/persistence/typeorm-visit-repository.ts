import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Settings } from '../../../config/settings.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type SweepInstant } from '../domain/due.js';
import { type VisitFact } from '../domain/visit-facts.js';
import { type Columns } from './columns.js';
import { dueSql } from './due-visits.js';
import { GuestEntity } from './guest.entity.js';
import { deleteFacts, insertFacts, selectFacts } from './visit-fact-rows.js';
import { SELECT_VISIT_DETAILS, type VisitDetails } from './visit-details.js';
import { whereOf, type VisitFilter } from './visit-filter.js';
import {
  VisitRepository,
  type DueRules,
  type LockedVisit,
  type NewFact,
  type VisitProgress,
  type VisitsAround,
} from './visit-repository.js';
import { VisitEntity } from './visit.entity.js';

@Injectable()
export class TypeormVisitRepository extends VisitRepository {
  constructor(private readonly settings: Settings) {
    super();
  }

  override async insert(tx: Transaction, visit: Columns<VisitEntity>): Promise<void> {
    await tx.manager.insert(VisitEntity, visit);
  }

  override async update(tx: Transaction, visitId: string, changes: Partial<VisitEntity>): Promise<void> {
    await tx.manager.update(VisitEntity, { id: visitId }, changes);
  }

  override async lock(tx: Transaction, visitId: string, ownHostEmail: string | null): Promise<LockedVisit | null> {
    const place = await tx.manager.findOne(VisitEntity, { select: { guestId: true }, where: { id: visitId } });
    if (place === null) return null;
    const locked = await this.lockOf(tx, visitId, place.guestId);
    if (locked === null) return this.lock(tx, visitId, ownHostEmail);
    const isOwn = ownHostEmail === null || locked.visit.hostEmail.toLowerCase() === ownHostEmail.toLowerCase();
    return isOwn ? locked : null;
  }

  /** null: the guest was merged into another while we waited for the row. */
  private async lockOf(tx: Transaction, visitId: string, guestId: string): Promise<LockedVisit | null> {
    const guest = await tx.manager.findOneOrFail(GuestEntity, {
      where: { id: guestId },
      lock: { mode: 'pessimistic_write' },
    });
    // Visits move only while their guest is locked: one that is still this guest's stays so.
    const visit = await tx.manager.findOne(VisitEntity, {
      where: { id: visitId, guestId },
      lock: { mode: 'pessimistic_write' },
    });
    return visit === null ? null : { guest, visit };
  }

  override async lockAround(
    tx: Transaction,
    guestIds: readonly string[],
    span: { readonly from: Date; readonly to: Date },
  ): Promise<VisitsAround> {
    const mergedInto = await lockGuests(tx, guestIds);
    const ids = [...new Set([...guestIds, ...mergedInto.values()])];
    const { earlyArrivalMs, autoCloseGraceMs } = this.settings;
    const latestStart = new Date(span.to.getTime() + earlyArrivalMs);
    // A day for whoever was closed without an exit seen; a checked-in visit without auto-close has no last instant.
    const earliestEnd = new Date(span.from.getTime() - autoCloseGraceMs - DAY_MS);
    const visits = await tx.manager
      .createQueryBuilder(VisitEntity, 'visit')
      .where('visit.guest_id = ANY (:ids)', { ids })
      .andWhere('visit.valid_from <= :latestStart', { latestStart })
      .andWhere(`(visit.valid_to >= :earliestEnd OR visit.status = 'checked_in')`, { earliestEnd })
      .orderBy('visit.id')
      .setLock('pessimistic_write')
      .getMany();
    return { visits, mergedInto };
  }

  override async lockMany(tx: Transaction, visitIds: readonly string[]): Promise<readonly VisitEntity[]> {
    await tx.query(
      `SELECT 1 FROM guests WHERE id IN (SELECT guest_id FROM visits WHERE id = ANY ($1)) ORDER BY id FOR UPDATE`,
      [visitIds],
    );
    return tx.manager.find(VisitEntity, {
      where: { id: In([...visitIds]) },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  override async saveProgress(
    tx: Transaction,
    rows: readonly VisitProgress[],
    guestIds: readonly string[],
    now: Date,
  ): Promise<void> {
    if (rows.length > 0) {
      await tx.query(
        `UPDATE visits SET status = row.status, version = row.version, checked_in_at = row."checkedInAt",
                checked_out_at = row."checkedOutAt", closed_reason = row."closedReason", closes_at = row."closesAt",
                overstayed_at = row."overstayedAt", seen_leaving_at = row."seenLeavingAt", updated_at = $2
         FROM jsonb_to_recordset($1) AS row (id uuid, status text, version integer, "checkedInAt" timestamptz,
              "checkedOutAt" timestamptz, "closedReason" text, "closesAt" timestamptz, "overstayedAt" timestamptz,
              "seenLeavingAt" timestamptz)
         WHERE visits.id = row.id`,
        [JSON.stringify(rows), now],
      );
    }
    if (guestIds.length === 0) return;
    await tx.query('UPDATE guests SET revision = revision + 1, updated_at = $2 WHERE id = ANY ($1)', [guestIds, now]);
  }

  override factsOf(tx: Transaction, visitIds: readonly string[]): Promise<ReadonlyMap<string, readonly VisitFact[]>> {
    return selectFacts(tx, visitIds);
  }

  override addFacts(tx: Transaction, facts: readonly NewFact[]): Promise<void> {
    return insertFacts(tx, facts);
  }

  override removeFacts(tx: Transaction, facts: readonly NewFact[]): Promise<void> {
    return deleteFacts(tx, facts);
  }

  override async find(tx: Transaction, visitId: string, ownHostEmail: string | null): Promise<VisitDetails | null> {
    const [details] = await tx.query<VisitDetails>(
      `${SELECT_VISIT_DETAILS} WHERE v.id = $1 AND ($2::text IS NULL OR lower(v.host_email) = lower($2))`,
      [visitId, ownHostEmail],
    );
    return details ?? null;
  }

  override async openIdsOf(tx: Transaction, guestId: string): Promise<readonly string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM visits WHERE guest_id = $1 AND status IN ('expected', 'checked_in') ORDER BY id`,
      [guestId],
    );
    return rows.map(({ id }) => id);
  }

  override list(tx: Transaction, filter: VisitFilter, limit: number): Promise<readonly VisitDetails[]> {
    const { sql, parameters } = whereOf(filter);
    return tx.query<VisitDetails>(
      `${SELECT_VISIT_DETAILS} ${sql} ORDER BY v.created_at DESC, v.id DESC LIMIT $${parameters.length + 1}`,
      [...parameters, limit],
    );
  }

  override async dueIds(
    tx: Transaction,
    { now, knownTo }: SweepInstant,
    rules: DueRules,
    limit: number,
  ): Promise<readonly string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM (${dueSql('$1', '$2')}) AS open
       WHERE due_at <= $3 AND (due_at <= $4 OR due_at_last <= $3) ORDER BY due_at, id LIMIT $5`,
      [rules.autoCloseGraceMs, rules.isAutoCloseOn, now, knownTo, limit],
    );
    return rows.map(({ id }) => id);
  }

  override async nextDueAt(tx: Transaction, now: Date, rules: DueRules): Promise<Date | null> {
    const [row] = await tx.query<{ at: Date | null }>(
      `SELECT min(CASE WHEN due_at > $3 THEN due_at ELSE due_at_last END) AS at
       FROM (${dueSql('$1', '$2')}) AS open`,
      [rules.autoCloseGraceMs, rules.isAutoCloseOn, now],
    );
    return row?.at ?? null;
  }

  override async keepAccessStatus(tx: Transaction, statuses: ReadonlyMap<string, string>): Promise<void> {
    await tx.query(
      `UPDATE visits SET access_status = row.status FROM unnest($1::uuid[], $2::text[]) AS row (id, status)
       WHERE visits.id = row.id AND visits.access_status <> row.status`,
      [[...statuses.keys()], [...statuses.values()]],
    );
  }
}

/** @returns whom those that were merged are now */
async function lockGuests(tx: Transaction, guestIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const guests = await tx.query<{ id: string; merged_into_id: string | null }>(
    'SELECT id, merged_into_id FROM guests WHERE id = ANY ($1) ORDER BY id FOR UPDATE',
    [guestIds],
  );
  const mergedInto = new Map(guests.flatMap(({ id, merged_into_id: into }) => (into === null ? [] : [[id, into]])));
  const others = [...mergedInto.values()].filter((id) => !guestIds.includes(id));
  if (others.length > 0) await lockGuests(tx, others);
  return mergedInto;
}

const DAY_MS = 24 * 3_600_000;
