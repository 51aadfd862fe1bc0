import { Injectable } from '@nestjs/common';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type LevelDoors } from '../domain/access-status.js';

export interface CachedLevel {
  readonly serverId: string;
  readonly levelId: string;
  readonly name: string;
  /** null: not known yet; learnt from the first guest who is given the level. */
  readonly doors: readonly { readonly doorId: string; readonly name: string }[] | null;
  readonly fetchedAt: Date;
}

/** What HikCentral's levels were at the last look. */
export abstract class AccessLevelRepository {
  abstract all(tx: Transaction): Promise<readonly CachedLevel[]>;
  abstract doorsOf(tx: Transaction, serverId: string): Promise<LevelDoors>;
  abstract oldestFetchAt(tx: Transaction, serverId: string): Promise<Date | null>;
  /** Replaces what was known of this server; doors that were learnt stay where the list does not say. */
  abstract replace(tx: Transaction, serverId: string, levels: readonly CachedLevel[]): Promise<void>;
  /** Keeps doors that were learnt from a guest; doors that are known stay. */
  abstract learnDoors(tx: Transaction, serverId: string, levelId: string, doors: CachedLevel['doors']): Promise<void>;
}

interface LevelRow {
  server_id: string;
  level_id: string;
  name: string;
  doors: CachedLevel['doors'];
  fetched_at: Date;
}

@Injectable()
export class SqlAccessLevelRepository extends AccessLevelRepository {
  override async all(tx: Transaction): Promise<readonly CachedLevel[]> {
    const rows = await tx.query<LevelRow>('SELECT * FROM access_levels ORDER BY server_id, name, level_id');
    return rows.map((row) => ({
      serverId: row.server_id,
      levelId: row.level_id,
      name: row.name,
      doors: row.doors,
      fetchedAt: row.fetched_at,
    }));
  }

  override async doorsOf(tx: Transaction, serverId: string): Promise<LevelDoors> {
    const rows = await tx.query<LevelRow>(
      'SELECT level_id, doors FROM access_levels WHERE server_id = $1 AND doors IS NOT NULL',
      [serverId],
    );
    return new Map(rows.map(({ level_id, doors }) => [level_id, doors ?? []]));
  }

  override async oldestFetchAt(tx: Transaction, serverId: string): Promise<Date | null> {
    const [row] = await tx.query<{ at: Date | null }>(
      'SELECT min(fetched_at) AS at FROM access_levels WHERE server_id = $1',
      [serverId],
    );
    return row?.at ?? null;
  }

  override async replace(tx: Transaction, serverId: string, levels: readonly CachedLevel[]): Promise<void> {
    const json = JSON.stringify(levels);
    await tx.query(
      `INSERT INTO access_levels (server_id, level_id, name, doors, fetched_at)
       SELECT $1, "levelId", name, nullif(doors, 'null'::jsonb), "fetchedAt"
       FROM jsonb_to_recordset($2::jsonb) AS new ("levelId" text, name text, doors jsonb, "fetchedAt" timestamptz)
       ON CONFLICT (server_id, level_id) DO UPDATE SET name = excluded.name,
         doors = coalesce(excluded.doors, access_levels.doors), fetched_at = excluded.fetched_at`,
      [serverId, json],
    );
    await tx.query('DELETE FROM access_levels WHERE server_id = $1 AND level_id <> ALL($2::text[])', [
      serverId,
      levels.map(({ levelId }) => levelId),
    ]);
  }

  override async learnDoors(
    tx: Transaction,
    serverId: string,
    levelId: string,
    doors: CachedLevel['doors'],
  ): Promise<void> {
    await tx.query(
      'UPDATE access_levels SET doors = $3::jsonb WHERE server_id = $1 AND level_id = $2 AND doors IS NULL',
      [serverId, levelId, JSON.stringify(doors)],
    );
  }
}
