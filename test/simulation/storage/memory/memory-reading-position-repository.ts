import { type ReadingPositions } from '../../../../src/modules/monitoring/domain/reading-streams.js';
import { type ReadingPosition } from '../../../../src/modules/monitoring/domain/reading-window.js';
import { ReadingPositionRepository } from '../../../../src/modules/monitoring/persistence/reading-position.repository.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { type MemoryDatabase, pair } from './memory-database.js';
import { type PositionRow } from './rows.js';

export class MemoryReadingPositionRepository extends ReadingPositionRepository {
  constructor(private readonly database: MemoryDatabase) {
    super();
  }

  override ofServer(tx: Transaction, serverId: string): Promise<ReadingPositions> {
    return this.database.step(tx, () => byType([...this.database.positionsByServer.of(serverId)]));
  }

  override all(tx: Transaction): Promise<ReadonlyMap<string, ReadingPositions>> {
    return this.database.step(tx, () => {
      const rows = [...this.database.readingPositions.values()];
      const servers = new Set(rows.map(({ serverId }) => serverId));
      return new Map(Array.from(servers, (id) => [id, byType(rows.filter(({ serverId }) => serverId === id))]));
    });
  }

  override move(
    tx: Transaction,
    serverId: string,
    eventType: number,
    { resumeFrom, completeTo }: ReadingPosition,
  ): Promise<void> {
    return this.database.step(tx, () => {
      const { readingPositions } = this.database;
      const key = pair(serverId, eventType);
      const known = readingPositions.get(key) ?? { resumeFrom, completeTo };
      readingPositions.set(key, {
        serverId,
        eventType,
        resumeFrom: later(known.resumeFrom, resumeFrom),
        completeTo: later(known.completeTo, completeTo),
      });
    });
  }
}

function byType(rows: readonly PositionRow[]): ReadingPositions {
  return new Map(rows.map(({ eventType, resumeFrom, completeTo }) => [eventType, { resumeFrom, completeTo }]));
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other;
}
