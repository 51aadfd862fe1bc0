import { Injectable } from '@nestjs/common';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type LedgerEntry, type OpenLevel } from './cardholder.js';

/** An entry as it stands in the ledger; without a cause: from before causes were kept. */
export interface LedgerRow extends Omit<LedgerEntry, 'cause'> {
  readonly id: string;
  readonly cause: LedgerEntry['cause'] | null;
}

/** Every level ever given or taken, append-only: revocation covers all of it, whatever else is forgotten (I11). */
export abstract class AccessLedger {
  abstract openLevels(tx: Transaction, cardholderIds: readonly string[]): Promise<readonly OpenLevel[]>;
  /** Newest first. @param before id of the last one of the page before */
  abstract historyOf(
    tx: Transaction,
    cardholderId: string,
    limit: number,
    before: string | null,
  ): Promise<readonly LedgerRow[]>;
  abstract append(tx: Transaction, entries: readonly LedgerEntry[]): Promise<void>;
}

@Injectable()
export class SqlAccessLedger extends AccessLedger {
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

  override async historyOf(
    tx: Transaction,
    cardholderId: string,
    limit: number,
    before: string | null,
  ): Promise<readonly LedgerRow[]> {
    return tx.query<LedgerRow>(
      `SELECT id::text, cardholder_id AS "cardholderId", level_id AS "levelId", entry, cause, call_id AS "callId",
         visit_ids AS "visitIds", at
       FROM access_ledger WHERE cardholder_id = $1 AND ($2::bigint IS NULL OR id < $2::bigint)
       ORDER BY id DESC LIMIT $3`,
      [cardholderId, before, limit],
    );
  }

  override async append(tx: Transaction, entries: readonly LedgerEntry[]): Promise<void> {
    if (entries.length === 0) return;
    await tx.query(
      `INSERT INTO access_ledger (cardholder_id, level_id, entry, cause, call_id, visit_ids, at)
       SELECT "cardholderId", "levelId", entry, cause, "callId", "visitIds", at
       FROM jsonb_to_recordset($1::jsonb) AS new ("cardholderId" uuid, "levelId" text, entry text, cause text, "callId" uuid,
         "visitIds" uuid[], at timestamptz)`,
      [JSON.stringify(entries)],
    );
  }
}
