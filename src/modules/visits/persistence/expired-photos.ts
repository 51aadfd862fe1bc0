import { Injectable } from '@nestjs/common';
import { type Transaction } from '../../../platform/database/transaction.js';
import { lastVisitEndedAtSql } from './last-visit.js';

export interface ForgottenPhoto {
  readonly guestId: string;
  /** The one that ends latest. */
  readonly lastVisitId: string;
}

/** Photos of guests whose last visit is long over and who have no open one. */
export abstract class ExpiredPhotos {
  /** Guests whose last visit ended by then, locked, by id; who is being locked by another is left out. */
  abstract lockGuests(tx: Transaction, endedBefore: Date, limit: number): Promise<readonly string[]>;
  /** Deletes the photos of those among `guestIds` that still are overdue, each with a receipt. */
  abstract forget(
    tx: Transaction,
    guestIds: readonly string[],
    endedBefore: Date,
    now: Date,
  ): Promise<readonly ForgottenPhoto[]>;
}

@Injectable()
export class SqlExpiredPhotos extends ExpiredPhotos {
  override async lockGuests(tx: Transaction, endedBefore: Date, limit: number): Promise<readonly string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT g.id FROM guests g JOIN guest_photos p ON p.guest_id = g.id
       WHERE ${IS_OVERDUE} ORDER BY g.id LIMIT $2 FOR UPDATE OF g SKIP LOCKED`,
      [endedBefore, limit],
    );
    return rows.map(({ id }) => id);
  }

  override forget(
    tx: Transaction,
    guestIds: readonly string[],
    endedBefore: Date,
    now: Date,
  ): Promise<readonly ForgottenPhoto[]> {
    return tx.query<ForgottenPhoto>(FORGET, [endedBefore, guestIds, now]);
  }
}

const IS_OVERDUE = `
  (${lastVisitEndedAtSql('g.id')}) <= $1
  AND NOT EXISTS (SELECT 1 FROM visits open WHERE open.guest_id = g.id AND open.status IN ('expected', 'checked_in'))`;

const FORGET = `
  WITH overdue AS (
    SELECT g.id, (${lastVisitEndedAtSql('g.id')}) AS ended_at FROM guests g WHERE g.id = ANY($2::uuid[]) AND ${IS_OVERDUE}),
  deleted AS (
    DELETE FROM guest_photos USING overdue WHERE guest_photos.guest_id = overdue.id
    RETURNING guest_photos.guest_id, guest_photos.sha256, guest_photos.created_at, overdue.ended_at),
  touched AS (
    UPDATE guests SET revision = revision + 1, updated_at = $3 FROM deleted WHERE guests.id = deleted.guest_id),
  noted AS (
    INSERT INTO photo_deletions (guest_id, sha256, taken_in_at, last_visit_ended_at, deleted_at)
    SELECT guest_id, sha256, created_at, ended_at, $3 FROM deleted)
  SELECT guest_id AS "guestId",
    (SELECT id FROM visits WHERE visits.guest_id = deleted.guest_id ORDER BY valid_to DESC, id DESC LIMIT 1) AS "lastVisitId"
  FROM deleted`;
