import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { publish } from '../../../contracts/events/publish.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { lastVisitEndedAtSql } from '../persistence/last-visit.js';

const MOST_AT_ONCE = 200;

interface Forgotten {
  readonly guest_id: string;
  readonly last_visit_id: string;
}

/**
 * Deletes photos whose time has passed since the guest's last visit ended, each with a receipt; the face leaves HikCentral
 * with it. Whether it ever got there does not matter.
 */
@Injectable()
export class ForgetPhotos {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** @returns how many */
  async run(): Promise<number> {
    let total = 0;
    for (;;) {
      const count = await this.unitOfWork.run((tx) => this.someOf(tx));
      total += count;
      if (count < MOST_AT_ONCE) return total;
    }
  }

  private async someOf(tx: Transaction): Promise<number> {
    const now = this.clock.now();
    const endedBefore = new Date(now.getTime() - this.settings.photoRetentionMs);
    // Whoever announces a visit of this guest locks the guest first: what is overdue under the lock stays so.
    const locked = await tx.query<{ id: string }>(
      `SELECT g.id FROM guests g JOIN guest_photos p ON p.guest_id = g.id
       WHERE ${IS_OVERDUE} ORDER BY g.id LIMIT $2 FOR UPDATE OF g SKIP LOCKED`,
      [endedBefore, MOST_AT_ONCE],
    );
    if (locked.length === 0) return 0;
    const forgotten = await tx.query<Forgotten>(FORGET, [endedBefore, locked.map(({ id }) => id), now]);
    for (const { guest_id: guestId, last_visit_id: visitId } of forgotten) {
      const about = { visitIds: [visitId], cause: { kind: 'time', ref: null } } as const;
      publish(tx, 'visits.photo-removed.v1', { visitId, guestId }, about);
    }
    return locked.length;
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
  SELECT guest_id,
    (SELECT id FROM visits WHERE visits.guest_id = deleted.guest_id ORDER BY valid_to DESC, id DESC LIMIT 1) AS last_visit_id
  FROM deleted`;
