import { Injectable } from '@nestjs/common';
import { type AccessErrorCode, type AccessStatus, type DoorAccess } from '../../../contracts/ports/visit-access.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type JoinedVisitAccess, type StoredVisitAccess, VisitAccessRepository } from './visit-access-repository.js';

interface VisitAccessRow {
  visit_id: string;
  guest_id: string;
  cardholder_id: string;
  is_open: boolean;
  was_served: boolean;
  level_ids: string[];
  ends_at: Date;
  desired: 'granted' | 'revoked';
  status: AccessStatus;
  valid_from: Date | null;
  valid_to: Date | null;
  exposure_ends_at: Date | null;
  doors: (Omit<DoorAccess, 'at'> & { at: string | null })[];
  attempts: number;
  next_attempt_at: Date | null;
  last_error_code: AccessErrorCode | null;
  last_error_at: Date | null;
  granted_at: Date | null;
  revoked_at: Date | null;
}

type JoinedRow = {
  asked_id: string;
  is_met: boolean;
  person_code: string;
  person_id: string | null;
  server_id: string;
} & {
  is_claimed: boolean;
  has_face: boolean;
  claimed_from: Date;
  claimed_to: Date;
  claimed_level_ids: string[];
  suspended_at: Date | null;
} & VisitAccessRow;

@Injectable()
export class SqlVisitAccessRepository extends VisitAccessRepository {
  override async unsettledOf(tx: Transaction, cardholderIds: readonly string[]): Promise<readonly StoredVisitAccess[]> {
    const rows = await tx.query<VisitAccessRow>(
      `SELECT * FROM visit_access WHERE cardholder_id = ANY($1::uuid[]) AND (is_open OR status <> 'revoked')`,
      [cardholderIds],
    );
    return rows.map(toStored);
  }

  override async save(tx: Transaction, rows: readonly StoredVisitAccess[]): Promise<void> {
    if (rows.length === 0) return;
    await tx.query(
      `INSERT INTO visit_access (visit_id, guest_id, cardholder_id, is_open, was_served, level_ids, ends_at, desired,
         status, valid_from, valid_to, exposure_ends_at, doors, attempts, next_attempt_at, last_error_code,
         last_error_at, granted_at, revoked_at)
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS new (visit_id uuid, guest_id uuid, cardholder_id uuid,
         is_open boolean, was_served boolean, level_ids text[], ends_at timestamptz, desired text, status text,
         valid_from timestamptz, valid_to timestamptz, exposure_ends_at timestamptz, doors jsonb, attempts integer,
         next_attempt_at timestamptz, last_error_code text, last_error_at timestamptz, granted_at timestamptz,
         revoked_at timestamptz)
       ON CONFLICT (visit_id) DO UPDATE SET guest_id = excluded.guest_id, cardholder_id = excluded.cardholder_id, is_open = excluded.is_open, was_served = excluded.was_served,
         level_ids = excluded.level_ids, ends_at = excluded.ends_at, desired = excluded.desired,
         status = excluded.status, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
         exposure_ends_at = excluded.exposure_ends_at, doors = excluded.doors, attempts = excluded.attempts,
         next_attempt_at = excluded.next_attempt_at, last_error_code = excluded.last_error_code,
         last_error_at = excluded.last_error_at, granted_at = excluded.granted_at, revoked_at = excluded.revoked_at`,
      [JSON.stringify(rows.map(toRecord))],
    );
  }

  override async blameOurselves(tx: Transaction, cardholderId: string, now: Date): Promise<void> {
    await tx.query(
      `UPDATE visit_access SET last_error_code = 'INTERNAL', last_error_at = $2
       WHERE cardholder_id = $1 AND (is_open OR status <> 'revoked') AND last_error_code IS DISTINCT FROM 'INTERNAL'`,
      [cardholderId, now],
    );
  }

  override async ofVisits(tx: Transaction, visitIds: readonly string[]): Promise<readonly JoinedVisitAccess[]> {
    const rows = await tx.query<JoinedRow>(
      `SELECT asked_id, shown.*, cardholders.person_code, cardholders.person_id, cardholders.server_id,
         shown.visit_id IS NOT NULL AS is_met, claim.visit_id IS NOT NULL AS is_claimed,
         claim.face_sha256 IS NOT NULL AS has_face, claim.valid_from AS claimed_from, claim.valid_to AS claimed_to,
         claim.access_level_ids AS claimed_level_ids, suspension.suspended_at
       FROM unnest($1::uuid[]) AS asked_id
       LEFT JOIN visit_access shown ON shown.visit_id = asked_id
       LEFT JOIN cardholders ON cardholders.id = shown.cardholder_id
       LEFT JOIN visit_claims claim ON claim.visit_id = asked_id
       LEFT JOIN guest_suspensions suspension
         ON suspension.guest_id = claim.guest_id AND suspension.resumed_at IS NULL`,
      [visitIds],
    );
    return rows.map((row) => ({
      visitId: row.asked_id,
      stored: row.is_met
        ? { ...toStored(row), personCode: row.person_code, personId: row.person_id, serverId: row.server_id }
        : null,
      claim: row.is_claimed
        ? {
            hasFace: row.has_face,
            validFrom: row.claimed_from,
            validTo: row.claimed_to,
            levelIds: row.claimed_level_ids,
            suspendedAt: row.suspended_at,
          }
        : null,
    }));
  }
}

function toStored(row: VisitAccessRow): StoredVisitAccess {
  const { last_error_code: code, last_error_at: at } = row;
  return {
    visitId: row.visit_id,
    guestId: row.guest_id,
    cardholderId: row.cardholder_id,
    isOpen: row.is_open,
    wasServed: row.was_served,
    levelIds: row.level_ids,
    endsAt: row.ends_at,
    desired: row.desired,
    status: row.status,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    exposureEndsAt: row.exposure_ends_at,
    doors: row.doors.map((door) => ({ ...door, at: door.at === null ? null : new Date(door.at) })),
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    lastError: code === null || at === null ? null : { code, at },
    grantedAt: row.granted_at,
    revokedAt: row.revoked_at,
  };
}

function toRecord(row: StoredVisitAccess): Record<string, unknown> {
  return {
    visit_id: row.visitId,
    guest_id: row.guestId,
    cardholder_id: row.cardholderId,
    is_open: row.isOpen,
    was_served: row.wasServed,
    level_ids: row.levelIds,
    ends_at: row.endsAt,
    desired: row.desired,
    status: row.status,
    valid_from: row.validFrom,
    valid_to: row.validTo,
    exposure_ends_at: row.exposureEndsAt,
    doors: row.doors,
    attempts: row.attempts,
    next_attempt_at: row.nextAttemptAt,
    last_error_code: row.lastError?.code ?? null,
    last_error_at: row.lastError?.at ?? null,
    granted_at: row.grantedAt,
    revoked_at: row.revokedAt,
  };
}
