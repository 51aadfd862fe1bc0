import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type GuestMerge, GuestMerges, type GuestRecord } from './guest-merges.js';
import { GuestEntity } from './guest.entity.js';

@Injectable()
export class SqlGuestMerges extends GuestMerges {
  override lock(tx: Transaction, guestIds: readonly string[]): Promise<readonly GuestEntity[]> {
    return tx.manager.find(GuestEntity, {
      where: { id: In([...guestIds]) },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  override async find(tx: Transaction, guestId: string): Promise<GuestRecord | null> {
    const guest = await tx.manager.findOneBy(GuestEntity, { id: guestId });
    if (guest === null) return null;
    const [rest] = await tx.query<Omit<GuestRecord, 'guest'>>(
      `SELECT EXISTS (SELECT FROM guest_photos WHERE guest_id = $1) AS "hasPhoto",
              ARRAY(SELECT id FROM guests WHERE merged_into_id = $1 ORDER BY id) AS "mergedGuestIds"`,
      [guestId],
    );
    return { guest, hasPhoto: rest?.hasPhoto ?? false, mergedGuestIds: rest?.mergedGuestIds ?? [] };
  }

  override async visitIdsOf(tx: Transaction, guestId: string): Promise<readonly string[]> {
    const rows = await tx.query<{ id: string }>('SELECT id FROM visits WHERE guest_id = $1 ORDER BY id FOR UPDATE', [
      guestId,
    ]);
    return rows.map(({ id }) => id);
  }

  override async move(tx: Transaction, { guestId, mergedGuestId }: GuestMerge, now: Date): Promise<void> {
    // `updated_at` of a visit that was cancelled says when it ended.
    await tx.query(
      `UPDATE visits SET guest_id = $1, version = version + (is_open)::integer,
              updated_at = CASE WHEN is_open THEN $3 ELSE updated_at END
       FROM (SELECT id AS moved_id, status IN ('expected', 'checked_in') AS is_open FROM visits WHERE guest_id = $2) AS moved
       WHERE visits.id = moved_id`,
      [guestId, mergedGuestId, now],
    );
    await tx.query('UPDATE guests SET merged_into_id = $1 WHERE merged_into_id = $2', [guestId, mergedGuestId]);
  }
}
