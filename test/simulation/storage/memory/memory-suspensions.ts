import { type Suspension, Suspensions } from '../../../../src/modules/access-control/persistence/suspensions.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { type MemoryDatabase } from './memory-database.js';

/** Those that are in force; who resumed one, and why, is nobody's business in a simulation. */
export class MemorySuspensions extends Suspensions {
  constructor(private readonly database: MemoryDatabase) {
    super();
  }

  override activeOf(tx: Transaction, guestIds: readonly string[]): Promise<ReadonlyMap<string, Suspension>> {
    return this.database.step(tx, () => {
      const active = new Map<string, Suspension>();
      for (const guestId of guestIds) {
        const suspension = this.database.suspensions.get(guestId);
        if (suspension !== undefined) active.set(guestId, suspension);
      }
      return active;
    });
  }

  override suspend(tx: Transaction, suspension: Suspension): Promise<boolean> {
    return this.database.step(tx, () => {
      const { suspensions } = this.database;
      if (suspensions.has(suspension.guestId)) return false;
      suspensions.set(suspension.guestId, suspension);
      return true;
    });
  }

  override resume(tx: Transaction, { guestId }: Suspension): Promise<boolean> {
    return this.database.step(tx, () => {
      const wasSuspended = this.database.suspensions.has(guestId);
      this.database.suspensions.delete(guestId);
      return wasSuspended;
    });
  }
}
