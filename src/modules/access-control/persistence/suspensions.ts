import { Injectable } from '@nestjs/common';
import { type Transaction } from '../../../platform/database/transaction.js';

/** A guest whose access somebody ended by hand. */
export interface Suspension {
  readonly guestId: string;
  readonly reason: string;
  readonly at: Date;
  /** Id of the user or API key. */
  readonly by: string;
}

/** Of the guest, not of a cardholder: it holds on every server, one that is added later too. At most one at a time. */
export abstract class Suspensions {
  /** Those that were not resumed, by guest. */
  abstract activeOf(tx: Transaction, guestIds: readonly string[]): Promise<ReadonlyMap<string, Suspension>>;
  /** @returns false when the guest was suspended already: the first one stands */
  abstract suspend(tx: Transaction, suspension: Suspension): Promise<boolean>;
  /** @returns false when the guest was not suspended */
  abstract resume(tx: Transaction, resumption: Suspension): Promise<boolean>;
}

interface SuspensionRow {
  guest_id: string;
  suspended_reason: string;
  suspended_at: Date;
  suspended_by: string;
}

@Injectable()
export class SqlSuspensions extends Suspensions {
  override async activeOf(tx: Transaction, guestIds: readonly string[]): Promise<ReadonlyMap<string, Suspension>> {
    const rows = await tx.query<SuspensionRow>(
      `SELECT guest_id, suspended_reason, suspended_at, suspended_by FROM guest_suspensions
       WHERE guest_id = ANY($1::uuid[]) AND resumed_at IS NULL`,
      [guestIds],
    );
    return new Map(
      rows.map((row) => [
        row.guest_id,
        { guestId: row.guest_id, reason: row.suspended_reason, at: row.suspended_at, by: row.suspended_by },
      ]),
    );
  }

  override async suspend(tx: Transaction, { guestId, reason, at, by }: Suspension): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO guest_suspensions (guest_id, suspended_reason, suspended_at, suspended_by) VALUES ($1, $2, $3, $4)
       ON CONFLICT (guest_id) WHERE resumed_at IS NULL DO NOTHING RETURNING id`,
      [guestId, reason, at, by],
    );
    return rows.length > 0;
  }

  override async resume(tx: Transaction, { guestId, reason, at, by }: Suspension): Promise<boolean> {
    const rows = await tx.query<{ id: string }>(
      `WITH resumed AS (
         UPDATE guest_suspensions SET resumed_reason = $2, resumed_at = $3, resumed_by = $4
         WHERE guest_id = $1 AND resumed_at IS NULL RETURNING id)
       SELECT id FROM resumed`,
      [guestId, reason, at, by],
    );
    return rows.length > 0;
  }
}
