import { Injectable } from '@nestjs/common';
import { type Actor } from '../../../platform/context/request-context.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type DoorOpening, type OpeningOutcome } from './door-opening.js';

export interface KnownDoor {
  readonly serverId: string;
  readonly doorId: string;
  readonly name: string;
}

interface OpeningRow {
  readonly id: string;
  readonly server_id: string;
  readonly door_id: string;
  readonly asked_by_kind: Actor['kind'];
  readonly asked_by: string;
  readonly asked_at: Date;
}

const AT_MOST = 50;

/** Which doors people had opened. The reason stands in the audit log alone. */
@Injectable()
export class DoorOpenings {
  /** One for each server that has, or had, a door of this id. */
  async doorsOf(tx: Transaction, doorId: string): Promise<readonly KnownDoor[]> {
    const rows = await tx.query<{ server_id: string; door_id: string; name: string }>(
      'SELECT server_id, door_id, name FROM doors WHERE door_id = $1',
      [doorId],
    );
    return rows.map((row) => ({ serverId: row.server_id, doorId: row.door_id, name: row.name }));
  }

  /**
   * When this caller's latest openings were asked for, newest first. Held until the transaction ends, so that openings
   * at the same time are counted one after the other, over all processes.
   */
  async latestOf(tx: Transaction, askedBy: DoorOpening['askedBy'], atMost: number): Promise<readonly Date[]> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('door_openings:' || $1, 0))`, [askedBy.id]);
    const rows = await tx.query<{ asked_at: Date }>(
      'SELECT asked_at FROM door_openings WHERE asked_by = $1 ORDER BY asked_at DESC LIMIT $2',
      [askedBy.id, atMost],
    );
    return rows.map(({ asked_at }) => asked_at);
  }

  async add(tx: Transaction, { id, serverId, doorId, askedBy, askedAt }: DoorOpening): Promise<void> {
    await tx.query(
      `INSERT INTO door_openings (id, server_id, door_id, asked_by_kind, asked_by, asked_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, serverId, doorId, askedBy.kind, askedBy.id, askedAt],
    );
  }

  /** @returns false when its end was written down before: the first word stands */
  async end(tx: Transaction, id: string, outcome: OpeningOutcome, now: Date): Promise<boolean> {
    const ended = await tx.query(
      'UPDATE door_openings SET outcome = $2, ended_at = $3 WHERE id = $1 AND outcome IS NULL RETURNING id',
      [id, outcome, now],
    );
    return ended.length > 0;
  }

  /** Whose end nobody wrote down, the oldest first. */
  async leftOver(tx: Transaction, askedBefore: Date): Promise<readonly DoorOpening[]> {
    const rows = await tx.query<OpeningRow>(
      'SELECT * FROM door_openings WHERE outcome IS NULL AND asked_at < $1 ORDER BY asked_at, id LIMIT $2',
      [askedBefore, AT_MOST],
    );
    return rows.map((row) => ({
      id: row.id,
      serverId: row.server_id,
      doorId: row.door_id,
      askedBy: { kind: row.asked_by_kind, id: row.asked_by },
      askedAt: row.asked_at,
    }));
  }

  async forget(tx: Transaction, askedBefore: Date): Promise<void> {
    await tx.query('DELETE FROM door_openings WHERE asked_at < $1 AND outcome IS NOT NULL', [askedBefore]);
  }
}
