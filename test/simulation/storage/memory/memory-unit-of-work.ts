import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { type TransactionHook, UnitOfWork } from '../../../../src/platform/database/unit-of-work.js';
import { type MemoryDatabase } from './memory-database.js';

/** Transactions one after the other, in the order in which they were asked for; a read is one too. */
export class MemoryUnitOfWork extends UnitOfWork {
  constructor(
    private readonly database: MemoryDatabase,
    private readonly hooks: readonly TransactionHook[],
  ) {
    super();
  }

  override run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.database.inTurn(async () => {
      const tx = this.database.begin();
      let result: T;
      try {
        for (const hook of this.hooks) await hook.begin(tx);
        result = await work(tx);
        for (const hook of this.hooks) await hook.beforeCommit(tx, result);
        this.database.commit(tx);
      } catch (error) {
        this.database.rollBack();
        throw error;
      }
      tx.runAfterCommit();
      return result;
    });
  }

  override read<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.database.inTurn(async () => {
      const tx = this.database.beginRead();
      try {
        const result = await work(tx);
        if (tx.pendingEvents.length + tx.pendingAudits.length > 0) {
          throw new Error('events and audit rows need UnitOfWork.run: nothing would commit them with their change');
        }
        return result;
      } finally {
        this.database.endRead();
      }
    });
  }
}
