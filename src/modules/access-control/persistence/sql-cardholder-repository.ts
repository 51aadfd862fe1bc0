import { Injectable } from '@nestjs/common';
import { type AccessStatus } from '../../../contracts/ports/visit-access.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type DesiredAccess, NOTHING_DESIRED } from '../domain/desired-access.js';
import { type AccessFacts, NO_FACTS } from '../domain/facts.js';
import { READINGS, type Side, type StepKind } from '../domain/step.js';
import { type Cardholder, type LedgerEntry, type OpenLevel } from './cardholder.js';
import { CardholderRepository, type NewCardholder } from './cardholder-repository.js';

export interface CardholderRow {
  id: string;
  guest_id: string;
  server_id: string;
  person_code: string;
  generation: number;
  observed_generation: number;
  seen_revision: string;
  desired: DesiredAccess;
  open_visit_ids: string[];
  observed: AccessFacts;
  status: AccessStatus;
  attempts: number;
  last_error_code: string | null;
  last_error_at: Date | null;
  next_step: StepKind | null;
  next_side: Side | null;
  next_due_at: Date | null;
  wanted_at: Date;
  unrevoked_since: Date | null;
  created_at: Date;
  updated_at: Date;
}

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
         desired, open_visit_ids, observed, status, attempts, wanted_at, created_at, updated_at)
       SELECT id, guest_id, $1, person_code, 0, 0, -1, $5::jsonb, '{}', $6::jsonb, 'pending', 0, $7, $7, $7
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
         ORDER BY wanted_at, next_due_at LIMIT $4)
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

  override async save(tx: Transaction, cardholders: readonly Cardholder[]): Promise<void> {
    if (cardholders.length === 0) return;
    await tx.query(
      `UPDATE cardholders SET person_id = new.person_id, generation = new.generation,
         observed_generation = new.observed_generation, seen_revision = new.seen_revision, desired = new.desired,
         desired_changes_at = new.desired_changes_at, open_visit_ids = new.open_visit_ids, observed = new.observed,
         status = new.status, attempts = new.attempts, last_error_code = new.last_error_code,
         last_error_at = new.last_error_at, next_step = new.next_step, next_side = new.next_side,
         next_due_at = new.next_due_at, wanted_at = new.wanted_at, unrevoked_since = new.unrevoked_since,
         updated_at = new.updated_at
       FROM jsonb_to_recordset($1::jsonb) AS new (id uuid, person_id text, generation integer,
         observed_generation integer, seen_revision bigint, desired jsonb, desired_changes_at timestamptz,
         open_visit_ids uuid[], observed jsonb, status text, attempts integer, last_error_code text,
         last_error_at timestamptz, next_step text, next_side text, next_due_at timestamptz, wanted_at timestamptz,
         unrevoked_since timestamptz, updated_at timestamptz)
       WHERE cardholders.id = new.id`,
      [JSON.stringify(cardholders.map(toRecord))],
    );
  }

  override async openLevels(tx: Transaction, cardholderIds: readonly string[]): Promise<readonly OpenLevel[]> {
    const rows = await tx.query<{ cardholder_id: string; level_id: string; at: Date; call_id: string }>(
      `SELECT DISTINCT ON (given.cardholder_id, given.level_id) given.cardholder_id, given.level_id, given.at, given.call_id
       FROM access_ledger given
       WHERE given.cardholder_id = ANY($1::uuid[]) AND given.entry = 'give' AND NOT EXISTS (
         SELECT 1 FROM access_ledger later
         WHERE later.cardholder_id = given.cardholder_id AND later.level_id = given.level_id AND later.id > given.id
           AND (later.entry = 'confirmed_gone' OR (later.entry = 'not_given' AND later.call_id = given.call_id)))
       ORDER BY given.cardholder_id, given.level_id, given.id DESC`,
      [cardholderIds],
    );
    return rows.map((row) => ({
      cardholderId: row.cardholder_id,
      levelId: row.level_id,
      givenAt: row.at,
      callId: row.call_id,
    }));
  }

  override async append(tx: Transaction, entries: readonly LedgerEntry[]): Promise<void> {
    if (entries.length === 0) return;
    await tx.query(
      `INSERT INTO access_ledger (cardholder_id, level_id, entry, call_id, visit_ids, at)
       SELECT "cardholderId", "levelId", entry, "callId", "visitIds", at
       FROM jsonb_to_recordset($1::jsonb) AS new ("cardholderId" uuid, "levelId" text, entry text, "callId" uuid,
         "visitIds" uuid[], at timestamptz)`,
      [JSON.stringify(entries)],
    );
  }

  override async straysOf(tx: Transaction, serverId: string, now: Date, limit: number): Promise<readonly string[]> {
    const rows = await tx.query<{ guest_id: string }>(
      `SELECT guest_id FROM cardholders WHERE server_id = $1 AND desired_changes_at <= $2
       UNION
       SELECT claim.guest_id FROM visit_claims claim
       LEFT JOIN cardholders ON cardholders.guest_id = claim.guest_id AND cardholders.server_id = $1
       WHERE cardholders.id IS NULL OR cardholders.seen_revision < claim.guest_revision
       UNION
       SELECT cardholders.guest_id FROM cardholders, unnest(open_visit_ids) AS open_visit_id
       WHERE server_id = $1 AND open_visit_ids <> '{}'
         AND NOT EXISTS (SELECT 1 FROM visit_claims WHERE visit_claims.visit_id = open_visit_id)
       LIMIT $3`,
      [serverId, now, limit],
    );
    return rows.map(({ guest_id }) => guest_id);
  }

  override async nextChangeAt(tx: Transaction, serverId: string): Promise<Date | null> {
    const [row] = await tx.query<{ at: Date | null }>(
      'SELECT min(desired_changes_at) AS at FROM cardholders WHERE server_id = $1 AND desired_changes_at IS NOT NULL',
      [serverId],
    );
    return row?.at ?? null;
  }

  override async waitingUntil(
    tx: Transaction,
    cardholderId: string | null,
    validFrom: Date,
    now: Date,
  ): Promise<Readonly<Partial<Record<StepKind, number>>>> {
    const rows = await tx.query<{ step: StepKind; guests: number }>(
      `SELECT coalesce(next_step, 'add-person') AS step, count(*)::integer AS guests
       FROM (
         SELECT next_step FROM cardholders WHERE next_side = 'giving' AND next_due_at <= $3 AND wanted_at <= $2
           AND id IS DISTINCT FROM $1::uuid
         UNION ALL
         SELECT next_step FROM (SELECT $1::uuid AS own_id) own LEFT JOIN cardholders ON cardholders.id = own_id
       ) AS waiting GROUP BY 1`,
      [cardholderId, validFrom, now],
    );
    return Object.fromEntries(rows.map(({ step, guests }) => [step, guests]));
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

export function toCardholder(row: CardholderRow): Cardholder {
  const { next_step: step, next_side: side, next_due_at: dueAt } = row;
  return {
    id: row.id,
    guestId: row.guest_id,
    serverId: row.server_id,
    personCode: row.person_code,
    generation: row.generation,
    observedGeneration: row.observed_generation,
    seenRevision: Number(row.seen_revision),
    desired: row.desired,
    openVisitIds: row.open_visit_ids,
    facts: row.observed,
    status: row.status,
    attempts: row.attempts,
    lastErrorCode: row.last_error_code,
    lastErrorAt: row.last_error_at,
    next: step === null || side === null || dueAt === null ? null : { step, side, dueAt },
    wantedAt: row.wanted_at,
    unrevokedSince: row.unrevoked_since,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function toRecord(cardholder: Cardholder): Record<string, unknown> {
  const { desired, facts, next } = cardholder;
  return {
    id: cardholder.id,
    person_id: facts.person.personId,
    generation: cardholder.generation,
    observed_generation: cardholder.observedGeneration,
    seen_revision: cardholder.seenRevision,
    desired,
    desired_changes_at: desired.changesAtMs === null ? null : new Date(desired.changesAtMs),
    open_visit_ids: cardholder.openVisitIds,
    observed: facts,
    status: cardholder.status,
    attempts: cardholder.attempts,
    last_error_code: cardholder.lastErrorCode,
    last_error_at: cardholder.lastErrorAt,
    next_step: next?.step ?? null,
    next_side: next?.side ?? null,
    next_due_at: next?.dueAt ?? null,
    wanted_at: cardholder.wantedAt,
    unrevoked_since: cardholder.unrevokedSince,
    updated_at: cardholder.updatedAt,
  };
}
