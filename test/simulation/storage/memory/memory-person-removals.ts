import {
  type PersonRemoval,
  PersonRemovals,
} from '../../../../src/modules/access-control/persistence/person-removals.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { reference } from './constraint.js';
import { type MemoryDatabase } from './memory-database.js';

export class MemoryPersonRemovals extends PersonRemovals {
  constructor(private readonly database: MemoryDatabase) {
    super();
  }

  override append(tx: Transaction, removals: readonly PersonRemoval[]): Promise<void> {
    return this.database.step(tx, () => {
      for (const removal of removals) {
        reference('person_removals_cardholder_id_fkey', !this.database.cardholders.has(removal.cardholderId));
        this.database.removals.append(removal);
      }
    });
  }
}
