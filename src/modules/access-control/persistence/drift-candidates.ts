import { Injectable } from '@nestjs/common';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type Cardholder } from './cardholder.js';
import { type CardholderRow, toCardholder } from './cardholder-row.js';

/** Cardholders that a reading tells something about; not locked. Each method is one statement. */
export abstract class DriftCandidates {
  abstract byCodes(tx: Transaction, serverId: string, personCodes: readonly string[]): Promise<readonly Cardholder[]>;
  abstract byPersonIds(tx: Transaction, serverId: string, personIds: readonly string[]): Promise<readonly Cardholder[]>;
  /** Those whose record says that they hold, or may hold, this level. */
  abstract holdersOf(tx: Transaction, serverId: string, levelId: string): Promise<readonly Cardholder[]>;
  /** Those with a person in HikCentral, by id. @param after id of the last one of the batch before */
  abstract withPerson(
    tx: Transaction,
    serverId: string,
    limit: number,
    after: string | null,
  ): Promise<readonly Cardholder[]>;
  /** Every level that was ever given on this server, from the ledger. */
  abstract levelsEverGiven(tx: Transaction, serverId: string): Promise<readonly string[]>;
}

@Injectable()
export class SqlDriftCandidates extends DriftCandidates {
  override async byCodes(
    tx: Transaction,
    serverId: string,
    personCodes: readonly string[],
  ): Promise<readonly Cardholder[]> {
    return rows(tx, 'person_code = ANY($2::text[])', [serverId, personCodes]);
  }

  override async byPersonIds(
    tx: Transaction,
    serverId: string,
    personIds: readonly string[],
  ): Promise<readonly Cardholder[]> {
    return rows(tx, 'person_id = ANY($2::text[])', [serverId, personIds]);
  }

  override async holdersOf(tx: Transaction, serverId: string, levelId: string): Promise<readonly Cardholder[]> {
    return rows(tx, `observed -> 'levels' <> '{}'::jsonb AND observed -> 'levels' ? $2`, [serverId, levelId]);
  }

  override async withPerson(
    tx: Transaction,
    serverId: string,
    limit: number,
    after: string | null,
  ): Promise<readonly Cardholder[]> {
    return rows(tx, 'person_id IS NOT NULL AND ($3::uuid IS NULL OR id > $3::uuid) ORDER BY id LIMIT $2', [
      serverId,
      limit,
      after,
    ]);
  }

  override async levelsEverGiven(tx: Transaction, serverId: string): Promise<readonly string[]> {
    // Jumps from level to level in the index: the ledger has a row for every level of every visit.
    const found = await tx.query<{ level_id: string }>(
      `WITH RECURSIVE given (level_id) AS (
         SELECT min(level_id) FROM access_ledger WHERE entry = 'give'
         UNION ALL
         SELECT (SELECT min(later.level_id) FROM access_ledger later
                 WHERE later.entry = 'give' AND later.level_id > given.level_id)
         FROM given WHERE level_id IS NOT NULL)
       SELECT level_id FROM given
       WHERE EXISTS (SELECT 1 FROM access_ledger JOIN cardholders ON cardholders.id = access_ledger.cardholder_id
         WHERE access_ledger.entry = 'give' AND access_ledger.level_id = given.level_id AND cardholders.server_id = $1)`,
      [serverId],
    );
    return found.map(({ level_id }) => level_id);
  }
}

async function rows(
  tx: Transaction,
  condition: string,
  parameters: readonly unknown[],
): Promise<readonly Cardholder[]> {
  const found = await tx.query<CardholderRow>(
    `SELECT * FROM cardholders WHERE server_id = $1 AND ${condition}`,
    parameters,
  );
  return found.map(toCardholder);
}
