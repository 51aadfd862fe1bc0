import { Injectable } from '@nestjs/common';
import { type Transaction } from '../database/transaction.js';
import {
  type ConsumerPosition,
  ConsumerPositions,
  type EventFailure,
  type EventInterest,
  type EventRange,
} from './consumer-positions.js';
import { type EventEnvelope } from './event-envelope.js';
import { EVENT_COLUMNS, toEnvelope, type EventRow } from './event-row.js';

@Injectable()
export class SqlConsumerPositions extends ConsumerPositions {
  override async behind(
    tx: Transaction,
    consumers: readonly EventInterest[],
    head: string,
  ): Promise<readonly string[]> {
    const rows = await tx.query<{ name: string }>(
      `SELECT wish.name FROM jsonb_to_recordset($1::jsonb) AS wish (name text, events text[])
       LEFT JOIN event_consumers AS consumer USING (name)
       WHERE consumer.name IS NULL OR EXISTS (
         SELECT 1 FROM domain_events AS event
         WHERE event.position > consumer.position AND event.position <= $2 AND event.name = ANY (wish.events))`,
      [JSON.stringify(consumers.map(({ name, events }) => ({ name, events }))), head],
    );
    return rows.map(({ name }) => name);
  }

  override async register(tx: Transaction, name: string): Promise<void> {
    await tx.query(
      `INSERT INTO event_consumers (name, epoch, position)
       VALUES ($1, (SELECT max(epoch) FROM event_epochs), 0) ON CONFLICT (name) DO NOTHING`,
      [name],
    );
  }

  override tryLock(tx: Transaction, name: string): Promise<ConsumerPosition | null> {
    return lock(tx, name, 'FOR UPDATE SKIP LOCKED');
  }

  override async lock(tx: Transaction, name: string): Promise<ConsumerPosition> {
    const place = await lock(tx, name, 'FOR UPDATE');
    if (place === null) throw new Error(`consumer ${name} is not registered`);
    return place;
  }

  override async move(tx: Transaction, name: string, position: string): Promise<void> {
    await tx.query(
      `UPDATE event_consumers SET position = $2, retry_at = NULL, epoch = (SELECT max(epoch) FROM event_epochs)
       WHERE name = $1`,
      [name, position],
    );
  }

  override async eventsOf(
    tx: Transaction,
    names: readonly string[],
    { position, head, limit }: EventRange,
  ): Promise<readonly EventEnvelope[]> {
    const rows = await tx.query<EventRow>(
      `SELECT ${EVENT_COLUMNS} FROM domain_events
       WHERE position > $1 AND position <= $2 AND name = ANY ($3) ORDER BY position LIMIT $4`,
      [position, head, names, limit],
    );
    return rows.map(toEnvelope);
  }

  override async countFailure(tx: Transaction, failure: EventFailure): Promise<number> {
    const [row] = await tx.query<{ attempts: number }>(
      `INSERT INTO event_failures (consumer, position, attempts, last_error, last_failed_at) VALUES ($1, $2, 1, $3, $4)
       ON CONFLICT (consumer, position) DO UPDATE
       SET attempts = event_failures.attempts + 1, last_error = excluded.last_error, last_failed_at = excluded.last_failed_at
       RETURNING attempts`,
      [failure.consumer, failure.position, failure.lastError, failure.at],
    );
    if (row === undefined) throw new Error('INSERT … RETURNING gave no row');
    return row.attempts;
  }

  override async postpone(tx: Transaction, name: string, retryAt: Date): Promise<void> {
    await tx.query('UPDATE event_consumers SET retry_at = $2 WHERE name = $1', [name, retryAt]);
  }

  override async setAside(tx: Transaction, name: string, position: string, at: Date): Promise<void> {
    await tx.query('UPDATE event_failures SET set_aside_at = $3 WHERE consumer = $1 AND position = $2', [
      name,
      position,
      at,
    ]);
    await this.move(tx, name, position);
  }
}

async function lock(tx: Transaction, name: string, how: string): Promise<ConsumerPosition | null> {
  const [place] = await tx.query<ConsumerPosition>(
    `SELECT position, retry_at AS "retryAt" FROM event_consumers WHERE name = $1 ${how}`,
    [name],
  );
  return place ?? null;
}
