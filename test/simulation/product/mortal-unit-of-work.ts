import { type Transaction } from '../../../src/platform/database/transaction.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { untilEnded } from '../world/quiescence.js';
import { type Life } from './life.js';

class Died extends Error {}

/** The database as one process sees it: what a dead process had not committed is rolled back, and it learns nothing more. */
export class MortalUnitOfWork extends UnitOfWork {
  constructor(
    private readonly inner: UnitOfWork,
    private readonly life: Life,
  ) {
    super();
  }

  override run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.asLongAsItLives(() =>
      this.inner.run(async (tx) => {
        const result = await work(tx);
        this.life.reach('before-commit');
        if (this.life.isOver) throw new Died();
        tx.afterCommit(() => this.life.reach('after-commit'));
        return result;
      }),
    );
  }

  override read<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.asLongAsItLives(() => this.inner.read(work));
  }

  private asLongAsItLives<T>(begin: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.life.isOver) return;
      untilEnded(begin()).then(
        (value) => this.life.deliver(() => resolve(value)),
        (error: unknown) => {
          if (!(error instanceof Died))
            this.life.deliver(() => reject(error instanceof Error ? error : new Error(String(error))));
        },
      );
    });
  }
}
