import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { currentContext } from '../context/request-context.js';
import { takeOrderLock } from '../database/order-lock.js';
import { type Transaction } from '../database/transaction.js';
import { TransactionHook } from '../database/unit-of-work.js';
import { Doorbell } from '../doorbell/doorbell.js';
import { Random } from '../random/random.js';
import { DISPATCH_EVENTS_BELL } from './event-dispatcher.bell.js';

/**
 * Writes the events of a transaction as its last statement, so that the order lock is held for the shortest time, and
 * rings the dispatcher once it is committed. Arrays of JSON keep it one statement whatever the number of events.
 */
@Injectable()
export class EventLogHook extends TransactionHook {
  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly doorbell: Doorbell,
  ) {
    super();
  }

  override begin(): Promise<void> {
    return Promise.resolve();
  }

  override async beforeCommit(tx: Transaction): Promise<void> {
    if (tx.pendingEvents.length === 0) return;
    const rows = tx.pendingEvents.map((event) => ({ id: this.random.uuid(), ...event }));
    await takeOrderLock(tx);
    await tx.query(
      `INSERT INTO domain_events (epoch, id, name, at, data, visit_ids, cause_kind, cause_ref, trace_id)
       SELECT (SELECT max(epoch) FROM event_epochs), (row->>'id')::uuid, row->>'name', $2, row->'data',
              ARRAY(SELECT jsonb_array_elements_text(row->'visitIds')::uuid),
              row->'cause'->>'kind', row->'cause'->>'ref', $3
       FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS pending (row, number)
       ORDER BY number`,
      [JSON.stringify(rows), this.clock.now(), currentContext().traceId],
    );
    tx.afterCommit(() => this.doorbell.ring(DISPATCH_EVENTS_BELL));
  }
}
