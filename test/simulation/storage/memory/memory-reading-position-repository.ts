import { type ReadingPosition } from '../../../../src/modules/monitoring/domain/reading-window.js';
import { ReadingPositionRepository } from '../../../../src/modules/monitoring/persistence/reading-position.repository.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { type MemoryDatabase } from './memory-database.js';

export class MemoryReadingPositionRepository extends ReadingPositionRepository {
  constructor(private readonly database: MemoryDatabase) {
    super();
  }

  override find(tx: Transaction, serverId: string): Promise<ReadingPosition | null> {
    return this.database.step(tx, () => {
      const row = this.database.readingPositions.get(serverId);
      return row === undefined ? null : { resumeFrom: row.resumeFrom, completeTo: row.completeTo };
    });
  }

  override move(tx: Transaction, serverId: string, { resumeFrom, completeTo }: ReadingPosition): Promise<void> {
    return this.database.step(tx, () => {
      const { readingPositions } = this.database;
      const known = readingPositions.get(serverId) ?? { resumeFrom, completeTo };
      readingPositions.set(serverId, {
        serverId,
        resumeFrom: later(known.resumeFrom, resumeFrom),
        completeTo: later(known.completeTo, completeTo),
      });
    });
  }

  override completeTo(tx: Transaction): Promise<ReadonlyMap<string, Date>> {
    return this.database.step(
      tx,
      () => new Map([...this.database.readingPositions.values()].map((row) => [row.serverId, row.completeTo])),
    );
  }
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other;
}
