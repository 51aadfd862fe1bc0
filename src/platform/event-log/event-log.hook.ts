import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { currentContext } from '../context/request-context.js';
import { type Transaction } from '../database/transaction.js';
import { TransactionHook } from '../database/unit-of-work.js';
import { Doorbell } from '../doorbell/doorbell.js';
import { Random } from '../random/random.js';
import { DISPATCH_EVENTS_BELL } from './event-dispatcher.bell.js';
import { EventLogWriter } from './event-log-writer.js';

/**
 * Writes the events of a transaction as its last statement, so that the order lock is held for the shortest time, and
 * rings the dispatcher once it is committed.
 */
@Injectable()
export class EventLogHook extends TransactionHook {
  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly doorbell: Doorbell,
    private readonly writer: EventLogWriter,
  ) {
    super();
  }

  override begin(): Promise<void> {
    return Promise.resolve();
  }

  override async beforeCommit(tx: Transaction): Promise<void> {
    if (tx.pendingEvents.length === 0) return;
    const events = tx.pendingEvents.map((event) => ({ id: this.random.uuid(), ...event }));
    await this.writer.takeTurn(tx);
    await this.writer.append(tx, events, this.clock.now(), currentContext().traceId);
    tx.afterCommit(() => this.doorbell.ring(DISPATCH_EVENTS_BELL));
  }
}
