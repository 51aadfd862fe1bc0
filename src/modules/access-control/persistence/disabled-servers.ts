import { Injectable } from '@nestjs/common';
import { type Transaction } from '../../../platform/database/transaction.js';
import { lookAgainAtAll } from './look-again.js';

export interface Disabling {
  readonly serverId: string;
  readonly at: Date;
  readonly by: string;
  readonly reason: string;
}

export interface CardholderOfServer {
  readonly id: string;
  readonly guestId: string;
}

/** Servers that we leave: nothing is given there any more, and everything that ever was is taken. */
export abstract class DisabledServers {
  abstract isDisabled(tx: Transaction, serverId: string): Promise<boolean>;
  /** What was planned there is looked at again at once. @returns false when it was disabled before: the first word stands */
  abstract disable(tx: Transaction, disabling: Disabling): Promise<boolean>;
  /** @returns false when it was not disabled */
  abstract enable(tx: Transaction, serverId: string, now: Date): Promise<boolean>;
  /** By id. @param after id of the last one of the batch before */
  abstract cardholdersOf(
    tx: Transaction,
    serverId: string,
    limit: number,
    after: string | null,
  ): Promise<readonly CardholderOfServer[]>;
  /** Of those who hold, or may hold, a level there. */
  abstract guestsHolding(tx: Transaction, serverId: string, limit: number): Promise<readonly string[]>;
  /** It is gone for ever: what could not be taken there is nobody's duty any more, until the server comes back. */
  abstract giveUp(tx: Transaction, serverId: string, now: Date): Promise<void>;
}

@Injectable()
export class SqlDisabledServers extends DisabledServers {
  override async isDisabled(tx: Transaction, serverId: string): Promise<boolean> {
    return (await tx.query('SELECT 1 FROM disabled_servers WHERE server_id = $1', [serverId])).length > 0;
  }

  override async disable(tx: Transaction, { serverId, at, by, reason }: Disabling): Promise<boolean> {
    const made = await tx.query(
      `INSERT INTO disabled_servers (server_id, disabled_at, disabled_by, reason) VALUES ($1, $2, $3, $4)
       ON CONFLICT (server_id) DO NOTHING RETURNING server_id`,
      [serverId, at, by, reason],
    );
    if (made.length > 0) await lookAgainAtAll(tx, serverId, at);
    return made.length > 0;
  }

  override async enable(tx: Transaction, serverId: string, now: Date): Promise<boolean> {
    const gone = await tx.query<{ server_id: string }>(
      `WITH gone AS (DELETE FROM disabled_servers WHERE server_id = $1 RETURNING server_id) SELECT server_id FROM gone`,
      [serverId],
    );
    if (gone.length > 0) await lookAgainAtAll(tx, serverId, now);
    return gone.length > 0;
  }

  override async cardholdersOf(
    tx: Transaction,
    serverId: string,
    limit: number,
    after: string | null,
  ): Promise<readonly CardholderOfServer[]> {
    return tx.query<CardholderOfServer>(
      `SELECT id, guest_id AS "guestId" FROM cardholders
       WHERE server_id = $1 AND ($3::uuid IS NULL OR id > $3::uuid) ORDER BY id LIMIT $2`,
      [serverId, limit, after],
    );
  }

  override async guestsHolding(tx: Transaction, serverId: string, limit: number): Promise<readonly string[]> {
    const rows = await tx.query<{ guest_id: string }>(
      `SELECT guest_id FROM cardholders WHERE server_id = $1 AND observed -> 'levels' <> '{}'::jsonb LIMIT $2`,
      [serverId, limit],
    );
    return rows.map(({ guest_id }) => guest_id);
  }

  override async giveUp(tx: Transaction, serverId: string, now: Date): Promise<void> {
    await tx.query('UPDATE disabled_servers SET given_up_at = $2 WHERE server_id = $1', [serverId, now]);
  }
}
