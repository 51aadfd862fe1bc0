import { type EntityManager } from 'typeorm';
import { type PendingAudit } from '../audit/audit-entry.js';
import { type PendingEvent } from '../event-log/event-envelope.js';

/**
 * One database transaction (or, from `UnitOfWork.read`, one plain connection without BEGIN).
 * Events and audit rows are collected here and written together at its very end, so that the lock that gives them
 * their order is held for two statements only.
 */
export class Transaction {
  readonly pendingEvents: PendingEvent[] = [];
  readonly pendingAudits: PendingAudit[] = [];
  private readonly effects: (() => void)[] = [];

  constructor(readonly manager: EntityManager) {}

  /** Rows of a parameterised statement. `INSERT/UPDATE/DELETE … RETURNING` give rows too. */
  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const runner = this.manager.queryRunner;
    if (!runner) throw new Error('a transaction needs its own connection');
    // The structured result: without it TypeORM answers [rows, count] for UPDATE and DELETE, plain rows otherwise.
    const result = await runner.query(sql, [...parameters], true);
    return result.records as Row[];
  }

  /** Runs after a successful commit, never after a rollback. For doorbells: what must happen is a row. */
  afterCommit(effect: () => void): void {
    this.effects.push(effect);
  }

  runAfterCommit(): void {
    for (const effect of this.effects) effect();
  }
}
