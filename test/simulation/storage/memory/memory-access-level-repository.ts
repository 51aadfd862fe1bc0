import { type LevelDoors } from '../../../../src/modules/access-control/domain/access-status.js';
import {
  AccessLevelRepository,
  type CachedLevel,
} from '../../../../src/modules/access-control/persistence/access-level-repository.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { eachOnce } from './constraint.js';
import { type MemoryDatabase, pair } from './memory-database.js';
import { byText } from './order.js';

export class MemoryAccessLevelRepository extends AccessLevelRepository {
  constructor(private readonly database: MemoryDatabase) {
    super();
  }

  override all(tx: Transaction): Promise<readonly CachedLevel[]> {
    return this.database.step(tx, () =>
      [...this.database.levels.values()].sort(
        (one, other) =>
          byText(one.serverId, other.serverId) || byText(one.name, other.name) || byText(one.levelId, other.levelId),
      ),
    );
  }

  override doorsOf(tx: Transaction, serverId: string): Promise<LevelDoors> {
    return this.database.step(tx, () => {
      const known = [...this.database.levelsByServer.of(serverId)];
      return new Map(known.flatMap(({ levelId, doors }) => (doors === null ? [] : [[levelId, doors] as const])));
    });
  }

  override oldestFetchAt(tx: Transaction, serverId: string): Promise<Date | null> {
    return this.database.step(tx, () => {
      let oldest: Date | null = null;
      for (const { fetchedAt } of this.database.levelsByServer.of(serverId)) {
        if (oldest === null || fetchedAt < oldest) oldest = fetchedAt;
      }
      return oldest;
    });
  }

  override replace(tx: Transaction, serverId: string, levels: readonly CachedLevel[]): Promise<void> {
    return this.database.step(tx, () => {
      const { levels: table, levelsByServer } = this.database;
      const named = levels.map(({ levelId }) => levelId);
      eachOnce('access_levels_pkey', named);
      for (const level of levels) {
        const key = pair(serverId, level.levelId);
        table.set(key, { ...level, serverId, doors: level.doors ?? table.get(key)?.doors ?? null });
      }
      const kept = new Set(named);
      for (const { levelId } of [...levelsByServer.of(serverId)]) {
        if (!kept.has(levelId)) table.delete(pair(serverId, levelId));
      }
    });
  }

  override learnDoors(tx: Transaction, serverId: string, levelId: string, doors: CachedLevel['doors']): Promise<void> {
    return this.database.step(tx, () => {
      const key = pair(serverId, levelId);
      const level = this.database.levels.get(key);
      if (level?.doors === null) this.database.levels.set(key, { ...level, doors });
    });
  }
}
