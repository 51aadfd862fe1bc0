import { Injectable } from '@nestjs/common';
import { takeOrderLock } from '../database/order-lock.js';
import { type Transaction } from '../database/transaction.js';
import { type PendingEvent } from './event-envelope.js';

export interface NewEvent extends PendingEvent {
  readonly id: string;
}

/** PostgreSQL tells it to whoever listens, in every process, once events are committed. */
export const EVENTS_CHANNEL = 'domain_events';

/** Puts the events of one transaction behind all that are committed. */
export abstract class EventLogWriter {
  /** From here to the commit nobody else appends. To be taken last in a transaction; taking it twice is free. */
  abstract takeTurn(tx: Transaction): Promise<void>;
  abstract append(tx: Transaction, events: readonly NewEvent[], at: Date, traceId: string): Promise<void>;
}

@Injectable()
export class SqlEventLogWriter extends EventLogWriter {
  override takeTurn(tx: Transaction): Promise<void> {
    return takeOrderLock(tx);
  }

  /** Arrays of JSON keep it one statement whatever the number of events. */
  override async append(tx: Transaction, events: readonly NewEvent[], at: Date, traceId: string): Promise<void> {
    await tx.query(
      `WITH appended AS (
         INSERT INTO domain_events (epoch, id, name, at, data, visit_ids, cause_kind, cause_ref, trace_id)
         SELECT (SELECT max(epoch) FROM event_epochs), (row->>'id')::uuid, row->>'name', $2, row->'data',
                ARRAY(SELECT jsonb_array_elements_text(row->'visitIds')::uuid),
                row->'cause'->>'kind', row->'cause'->>'ref', $3
         FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS pending (row, number)
         ORDER BY number)
       SELECT pg_notify('${EVENTS_CHANNEL}', '')`,
      [JSON.stringify(events), at, traceId],
    );
  }
}
