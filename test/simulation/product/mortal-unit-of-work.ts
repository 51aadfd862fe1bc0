import { type Transaction } from '../../../src/platform/database/transaction.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { untilEnded } from '../world/quiescence.js';
import { type Life } from './life.js';

class Died extends Error {}

/** As when PostgreSQL is restarted, or the way to it is cut. */
export class DatabaseCut extends Error {}

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
      const cut = (): void => reject(new DatabaseCut('the connection to the database ended'));
      if (this.life.isDatabaseCut) {
        this.life.clock.after(0, cut);
        return;
      }
      untilEnded(begin()).then(
        // It was committed, and whoever asked cannot know.
        (value) => this.life.deliver(() => (this.life.isDatabaseCut ? cut() : resolve(value))),
        (error: unknown) => {
          if (!(error instanceof Died))
            this.life.deliver(() => reject(error instanceof Error ? error : new Error(String(error))));
        },
      );
    });
  }
}
