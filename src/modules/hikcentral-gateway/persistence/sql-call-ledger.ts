import { type Transaction } from '../../../platform/database/transaction.js';
import { type Lane } from '../hikcentral-gateway.js';
import {
  type BookedCall,
  CallLedger,
  type OccupiedSlot,
  type ServerMemory,
  type SettledCall,
  type WindowUse,
} from './call-ledger.js';
import { rememberServer, serverMemory } from './server-memory.js';

/** A process that freezes inside a booking would hold the lease's row against its successor; PostgreSQL ends it then. */
const FROZEN_BOOKING_MS = 5_000;

export class SqlCallLedger extends CallLedger {
  override async holdsEpoch(tx: Transaction, leaseKey: string, epoch: number): Promise<boolean> {
    const rows = await tx.query<{ epoch: string }>(
      `SELECT epoch, set_config('idle_in_transaction_session_timeout', $2, true)
         FROM hikcentral_leases WHERE lease_key = $1 FOR UPDATE`,
      [leaseKey, String(FROZEN_BOOKING_MS)],
    );
    return Number(rows[0]?.epoch) === epoch;
  }

  /**
   * Rows "of the future" are left out: the wall clock was set back since. The session's own window, on the monotonic
   * clock, still holds them.
   */
  override async windowUse(tx: Transaction, serverId: string, now: Date): Promise<WindowUse> {
    const [use] = await tx.query<{ all: number; general: number; next_free_at: Date | null }>(
      `SELECT count(*)::int AS all,
              (count(*) FILTER (WHERE lane <> 'revoke'))::int AS general,
              min(occupies_until) AS next_free_at
         FROM hikcentral_calls
        WHERE server_id = $1 AND occupies_until > $2 AND booked_at <= $2`,
      [serverId, now],
    );
    return { all: use?.all ?? 0, general: use?.general ?? 0, nextFreeAt: use?.next_free_at ?? null };
  }

  override async book(tx: Transaction, call: BookedCall): Promise<void> {
    await tx.query(
      `INSERT INTO hikcentral_calls
         (id, server_id, epoch, lane, operation, booked_at, deadline_at, occupies_until)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        call.id,
        call.serverId,
        call.epoch,
        call.lane,
        call.operation,
        call.bookedAt,
        call.deadlineAt,
        call.occupiesUntil,
      ],
    );
  }

  override async settle(tx: Transaction, call: SettledCall): Promise<void> {
    await tx.query(
      `UPDATE hikcentral_calls
          SET outcome = $2, answered_at = $3, vendor_code = $4, http_status = $5, occupies_until = $6
        WHERE id = $1`,
      [call.id, call.outcome, call.answeredAt, call.vendorCode, call.httpStatus, call.occupiesUntil],
    );
  }

  override async occupied(tx: Transaction, serverId: string, now: Date): Promise<readonly OccupiedSlot[]> {
    const rows = await tx.query<{ id: string; lane: Lane; occupies_until: Date; unanswered_until: Date | null }>(
      `SELECT id, lane, occupies_until,
              CASE WHEN outcome IS NULL OR outcome = 'unknown' THEN deadline_at END AS unanswered_until
         FROM hikcentral_calls
        WHERE server_id = $1 AND occupies_until > $2`,
      [serverId, now],
    );
    return rows.map((row) => ({
      id: row.id,
      lane: row.lane,
      occupiesUntil: row.occupies_until,
      unansweredUntil: row.unanswered_until,
    }));
  }

  override async forgetBefore(tx: Transaction, serverId: string, before: Date): Promise<void> {
    await tx.query('DELETE FROM hikcentral_calls WHERE server_id = $1 AND occupies_until < $2', [serverId, before]);
  }

  override remember(tx: Transaction, serverId: string, news: Partial<ServerMemory>): Promise<void> {
    return rememberServer(tx, serverId, news);
  }

  override memory(tx: Transaction, serverId: string): Promise<ServerMemory> {
    return serverMemory(tx, serverId);
  }
}
