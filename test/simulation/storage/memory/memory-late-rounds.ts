import { type LateRound } from '../../../../src/modules/monitoring/domain/late-round.js';
import { LateRounds } from '../../../../src/modules/monitoring/persistence/late-rounds.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { type MemoryDatabase } from './memory-database.js';

export class MemoryLateRounds extends LateRounds {
  constructor(private readonly database: MemoryDatabase) {
    super();
  }

  override find(tx: Transaction, serverId: string): Promise<LateRound | null> {
    return this.database.step(tx, () => this.database.lateRounds.get(serverId) ?? null);
  }

  override save(tx: Transaction, serverId: string, round: LateRound): Promise<void> {
    return this.database.step(tx, () => {
      this.database.lateRounds.set(serverId, { ...round });
    });
  }
}
