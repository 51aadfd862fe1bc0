import { PassageRings } from '../../../../src/modules/monitoring/persistence/passage-rings.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { type MemoryDatabase } from './memory-database.js';

export class MemoryPassageRings extends PassageRings {
  constructor(private readonly database: MemoryDatabase) {
    super();
  }

  override ring(tx: Transaction, serverId: string): Promise<void> {
    return this.database.step(tx, () => {
      const { passageRings } = this.database;
      passageRings.set(serverId, (passageRings.get(serverId) ?? 0) + 1);
    });
  }

  override count(tx: Transaction, serverId: string): Promise<number> {
    return this.database.step(tx, () => this.database.passageRings.get(serverId) ?? 0);
  }
}
