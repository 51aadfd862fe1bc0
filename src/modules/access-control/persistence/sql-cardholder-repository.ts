import { Injectable } from '@nestjs/common';
import { type AccessStatus } from '../../../contracts/ports/visit-access.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { NOTHING_DESIRED } from '../domain/desired-access.js';
import { NO_FACTS } from '../domain/facts.js';
import { READINGS, type Side, type StepKind } from '../domain/step.js';
import { findStrays, stepsBefore, strangersTo } from './cardholder-queries.js';
import { type Cardholder } from './cardholder.js';
import { CardholderRepository, type NewCardholder } from './cardholder-repository.js';
import { type CardholderRow, toCardholder, toRecord } from './cardholder-row.js';

@Injectable()
export class SqlCardholderRepository extends CardholderRepository {
  override async guestsWithout(
    tx: Transaction,
    serverId: string,
    guestIds: readonly string[],
  ): Promise<readonly string[]> {
    const rows = await tx.query<{ guest_id: string }>(
      `SELECT guest_id FROM unnest($2::uuid[]) AS wanted (guest_id)
       WHERE NOT EXISTS (
         SELECT 1 FROM cardholders WHERE cardholders.guest_id = wanted.guest_id AND server_id = $1)`,
      [serverId, guestIds],
    );
    return rows.map(({ guest_id }) => guest_id);
  }

  override async insert(
    tx: Transaction,
    serverId: string,
    cardholders: readonly NewCardholder[],
    now: Date,
  ): Promise<void> {
    if (cardholders.length === 0) return;
    await tx.query(
      `INSERT INTO cardholders (id, guest_id, server_id, person_code, generation, observed_generation, seen_revision,
         seen_settings, desired, open_visit_ids, observed, status, attempts, wanted_at, created_at, updated_at)
       SELECT id, guest_id, $1, person_code, 0, 0, -1, '', $5::jsonb, '{}', $6::jsonb, 'pending', 0, $7, $7, $7
       FROM unnest($2::uuid[], $3::uuid[], $4::text[]) AS made (id, guest_id, person_code)
       ON CONFLICT (guest_id, server_id) DO NOTHING`,
      [
        serverId,
        cardholders.map(({ id }) => id),
        cardholders.map(({ guestId }) => guestId),
        cardholders.map(({ personCode }) => personCode),
        JSON.stringify(NOTHING_DESIRED),
        JSON.stringify(NO_FACTS),
        now,
      ],
    );
  }

  override async lockOfGuests(
    tx: Transaction,
    serverId: string,
    guestIds: readonly string[],
  ): Promise<readonly Cardholder[]> {
    const rows = await tx.query<CardholderRow>(
      'SELECT * FROM cardholders WHERE server_id = $1 AND guest_id = ANY($2::uuid[]) ORDER BY id FOR UPDATE',
      [serverId, guestIds],
    );
    return rows.map(toCardholder);
  }

  override async lockOfGuest(tx: Transaction, guestId: string): Promise<readonly Cardholder[]> {
    const rows = await tx.query<CardholderRow>('SELECT * FROM cardholders WHERE guest_id = $1 ORDER BY id FOR UPDATE', [
      guestId,
    ]);
    return rows.map(toCardholder);
  }

  override async lock(tx: Transaction, ids: readonly string[]): Promise<readonly Cardholder[]> {
    const rows = await tx.query<CardholderRow>(
      'SELECT * FROM cardholders WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE',
      [ids],
    );
    return rows.map(toCardholder);
  }

  override async lockDue(
    tx: Transaction,
    serverId: string,
    side: Side,
    now: Date,
    beingRead: readonly string[],
    limit: number,
  ): Promise<readonly Cardholder[]> {
    const rows = await tx.query<CardholderRow>(
      `SELECT * FROM cardholders
       WHERE id IN (
         SELECT id FROM cardholders WHERE server_id = $1 AND next_side = $2 AND next_due_at <= $3
           AND NOT (id = ANY($5::uuid[]) AND next_step = ANY($6::text[]))
         ORDER BY wanted_at, next_due_at, id LIMIT $4)
       ORDER BY id FOR UPDATE`,
      [serverId, side, now, limit, beingRead, READINGS],
    );
    return rows.map(toCardholder);
  }

  override async nextDue(
    tx: Transaction,
    serverId: string,
    side: Side,
    now: Date,
    beingRead: readonly string[],
  ): Promise<{ readonly dueAt: Date; readonly wantedAt: Date | null } | null> {
    const [row] = await tx.query<{ due_at: Date | null; wanted_at: Date | null }>(
      `SELECT min(next_due_at) AS due_at, min(wanted_at) FILTER (WHERE next_due_at <= $3) AS wanted_at
       FROM cardholders WHERE server_id = $1 AND next_side = $2 AND next_due_at IS NOT NULL
         AND NOT (id = ANY($4::uuid[]) AND next_step = ANY($5::text[]))`,
      [serverId, side, now, beingRead, READINGS],
    );
    return row?.due_at == null ? null : { dueAt: row.due_at, wantedAt: row.wanted_at };
  }

  override async setAside(
    tx: Transaction,
    id: string,
    {
      now,
      restsUntil,
      owesRevocation,
    }: { readonly now: Date; readonly restsUntil: Date; readonly owesRevocation: boolean },
  ): Promise<void> {
    await tx.query(
      `UPDATE cardholders SET attempts = attempts + 1, last_error_code = 'INTERNAL', last_error_at = $2, updated_at = $2,
         next_due_at = CASE WHEN next_due_at < $3 THEN $3 ELSE next_due_at END,
         desired_changes_at = CASE WHEN desired_changes_at < $3 THEN $3 ELSE desired_changes_at END,
         unrevoked_since = CASE WHEN $4 THEN coalesce(unrevoked_since, $2) ELSE unrevoked_since END
       WHERE id = $1`,
      [id, now, restsUntil, owesRevocation],
    );
  }

  override async save(tx: Transaction, cardholders: readonly Cardholder[]): Promise<void> {
    if (cardholders.length === 0) return;
    await tx.query(
      `UPDATE cardholders SET person_id = new.person_id, generation = new.generation,
         observed_generation = new.observed_generation, seen_revision = new.seen_revision,
         seen_settings = new.seen_settings, desired = new.desired,
         desired_changes_at = new.desired_changes_at, open_visit_ids = new.open_visit_ids, observed = new.observed,
         status = new.status, attempts = new.attempts, last_error_code = new.last_error_code,
         last_error_at = new.last_error_at, next_step = new.next_step, next_side = new.next_side,
         next_due_at = new.next_due_at, wanted_at = new.wanted_at, unrevoked_since = new.unrevoked_since,
         updated_at = new.updated_at
       FROM jsonb_to_recordset($1::jsonb) AS new (id uuid, person_id text, generation integer,
         observed_generation integer, seen_revision bigint, seen_settings text, desired jsonb, desired_changes_at timestamptz,
         open_visit_ids uuid[], observed jsonb, status text, attempts integer, last_error_code text,
         last_error_at timestamptz, next_step text, next_side text, next_due_at timestamptz, wanted_at timestamptz,
         unrevoked_since timestamptz, updated_at timestamptz)
       WHERE cardholders.id = new.id`,
      [JSON.stringify(cardholders.map(toRecord))],
    );
  }

  override straysOf(tx: Transaction, serverId: string, now: Date, limit: number): Promise<readonly string[]> {
    return findStrays(tx, serverId, now, limit);
  }

  override strangersTo(tx: Transaction, serverId: string, settings: string, now: Date, limit: number) {
    return strangersTo(tx, serverId, settings, now, limit);
  }

  override async nextChangeAt(tx: Transaction, serverId: string): Promise<Date | null> {
    const [row] = await tx.query<{ at: Date | null }>(
      'SELECT min(desired_changes_at) AS at FROM cardholders WHERE server_id = $1 AND desired_changes_at IS NOT NULL',
      [serverId],
    );
    return row?.at ?? null;
  }

  override waitingUntil(
    tx: Transaction,
    cardholderId: string | null,
    validFrom: Date,
    now: Date,
  ): Promise<Readonly<Partial<Record<StepKind, number>>>> {
    return stepsBefore(tx, cardholderId, validFrom, now);
  }

  override async find(tx: Transaction, id: string): Promise<Cardholder | null> {
    const [row] = await tx.query<CardholderRow>('SELECT * FROM cardholders WHERE id = $1', [id]);
    return row === undefined ? null : toCardholder(row);
  }

  override async list(
    tx: Transaction,
    { statuses, isAttentionOnly }: { readonly statuses: readonly AccessStatus[]; readonly isAttentionOnly: boolean },
    limit: number,
    before: string | null,
  ): Promise<readonly Cardholder[]> {
    const rows = await tx.query<CardholderRow>(
      `SELECT * FROM cardholders
       WHERE (cardinality($1::text[]) = 0 OR status = ANY($1::text[])) AND (NOT $2 OR last_error_code IS NOT NULL)
         AND ($3::uuid IS NULL OR id < $3::uuid)
       ORDER BY id DESC LIMIT $4`,
      [statuses, isAttentionOnly, before, limit],
    );
    return rows.map(toCardholder);
  }
}
