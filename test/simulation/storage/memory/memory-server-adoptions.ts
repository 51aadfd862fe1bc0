import { ServerAdoptions } from '../../../../src/modules/access-control/persistence/server-adoptions.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { type MemoryDatabase } from './memory-database.js';

/** Of one installation: no copy of a memory is ever run under another key. */
export class MemoryServerAdoptions extends ServerAdoptions {
  constructor(private readonly database: MemoryDatabase) {
    super();
  }

  override isAdopted(tx: Transaction, serverId: string): Promise<boolean> {
    return this.database.step(tx, () => {
      const { adoptions, cardholders } = this.database;
      const [any] = adoptions.values();
      if (any === undefined) {
        const holding = [...cardholders.values()].map(({ cardholder }) => cardholder.serverId);
        for (const met of new Set([serverId, ...holding])) adoptions.set(met, met);
      }
      return adoptions.has(serverId);
    });
  }

  override underThisKey(tx: Transaction, serverIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.database.step(tx, () => new Set(serverIds.filter((serverId) => this.database.adoptions.has(serverId))));
  }

  override adopt(tx: Transaction, serverId: string, _by: string, now: Date): Promise<void> {
    return this.database.step(tx, () => {
      const { adoptions, cardholders, cardholdersByServer } = this.database;
      adoptions.set(serverId, serverId);
      for (const row of [...cardholdersByServer.of(serverId)]) {
        cardholders.set(row.cardholder.id, { ...row, desiredChangesAt: now });
      }
    });
  }
}
