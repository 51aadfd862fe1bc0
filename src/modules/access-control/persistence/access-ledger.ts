import { Injectable } from '@nestjs/common';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type LedgerEntry, type OpenLevel } from './cardholder.js';

/** Every level ever given or taken, append-only: revocation covers all of it, whatever else is forgotten (I11). */
export abstract class AccessLedger {
  abstract openLevels(tx: Transaction, cardholderIds: readonly string[]): Promise<readonly OpenLevel[]>;
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
}
