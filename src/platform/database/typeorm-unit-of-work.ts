import { type DataSource } from 'typeorm';
import { Transaction } from './transaction.js';
import { UnitOfWork, type TransactionHook } from './unit-of-work.js';

export class TypeormUnitOfWork extends UnitOfWork {
  constructor(
    private readonly dataSource: DataSource,
    private readonly hooks: readonly TransactionHook[],
  ) {
    super();
  }

  override async run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.connect();
      await runner.startTransaction();
      const tx = new Transaction(runner.manager);
      const result = await this.commit(tx, work, () => runner.commitTransaction());
      tx.runAfterCommit();
      return result;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      throw error;
    } finally {
      await runner.release();
    }
  }

  override async read<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.connect();
      const tx = new Transaction(runner.manager);
      const result = await work(tx);
      if (tx.pendingEvents.length + tx.pendingAudits.length > 0) {
        throw new Error('events and audit rows need UnitOfWork.run: nothing would commit them with their change');
      }
      return result;
    } finally {
      await runner.release();
    }
  }

  private async commit<T>(
    tx: Transaction,
    work: (tx: Transaction) => Promise<T>,
    commit: () => Promise<void>,
  ): Promise<T> {
    for (const hook of this.hooks) await hook.begin(tx);
    const result = await work(tx);
    for (const hook of this.hooks) await hook.beforeCommit(tx, result);
    await commit();
    return result;
  }
}
