import { type EntityManager } from 'typeorm';
import { Transaction } from '../../../../src/platform/database/transaction.js';

const NO_MANAGER = new Proxy(Object.create(null) as EntityManager, {
  get: (_target, property) => {
    throw new Error(`no database in memory: manager.${String(property)}`);
  },
});

/** Hands twins on to each other; whoever says SQL to it has no twin yet. */
export class MemoryTransaction extends Transaction {
  /** A statement failed: as in PostgreSQL nothing more is done until the rollback. */
  hasFailed = false;

  constructor() {
    super(NO_MANAGER);
  }

  override query<Row>(sql: string): Promise<Row[]> {
    return Promise.reject(new Error(`no database in memory: ${sql.trim().slice(0, 80)}`));
  }
}
