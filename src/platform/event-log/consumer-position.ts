import { type Transaction } from '../database/transaction.js';
import { type EventConsumer } from './event-consumer.js';
import { type EventEnvelope } from './event-envelope.js';
import { EVENT_COLUMNS, toEnvelope, type EventRow } from './event-row.js';

/** How far a consumer has come. Whoever holds it locked is the only one who gives this consumer events. */
export interface ConsumerPosition {
  /** Position of the last event it is done with; decimal. */
  readonly position: string;
  /** The event after it failed and is not tried again before this instant. */
  readonly retryAt: Date | null;
}

/** A consumer that the log does not know yet starts at its beginning. */
export async function registerConsumer(tx: Transaction, name: string): Promise<void> {
  await tx.query(
    `INSERT INTO event_consumers (name, epoch, position)
     VALUES ($1, (SELECT max(epoch) FROM event_epochs), 0) ON CONFLICT (name) DO NOTHING`,
    [name],
  );
}

/** @returns null when another dispatcher holds it */
export function tryLockPosition(tx: Transaction, name: string): Promise<ConsumerPosition | null> {
  return lock(tx, name, 'FOR UPDATE SKIP LOCKED');
}

/** Waits for whoever holds it. */
export async function lockPosition(tx: Transaction, name: string): Promise<ConsumerPosition> {
  const place = await lock(tx, name, 'FOR UPDATE');
  if (place === null) throw new Error(`consumer ${name} is not registered`);
  return place;
}

async function lock(tx: Transaction, name: string, how: string): Promise<ConsumerPosition | null> {
  const [place] = await tx.query<ConsumerPosition>(
    `SELECT position, retry_at AS "retryAt" FROM event_consumers WHERE name = $1 ${how}`,
    [name],
  );
  return place ?? null;
}

export async function movePosition(tx: Transaction, name: string, position: string): Promise<void> {
  await tx.query(
    `UPDATE event_consumers SET position = $2, retry_at = NULL, epoch = (SELECT max(epoch) FROM event_epochs)
     WHERE name = $1`,
    [name, position],
  );
}

/** Events of the consumer's names after `position` and up to `head`, oldest first. */
export async function eventsOf(
  tx: Transaction,
  consumer: EventConsumer,
  range: { readonly position: string; readonly head: string; readonly limit: number },
): Promise<readonly EventEnvelope[]> {
  const rows = await tx.query<EventRow>(
    `SELECT ${EVENT_COLUMNS} FROM domain_events
     WHERE position > $1 AND position <= $2 AND name = ANY ($3) ORDER BY position LIMIT $4`,
    [range.position, range.head, consumer.events, range.limit],
  );
  return rows.map(toEnvelope);
}

/** Counts one more failure of an event. @returns how many there are now */
export async function countFailure(
  tx: Transaction,
  failure: { readonly consumer: string; readonly position: string; readonly lastError: string; readonly at: Date },
): Promise<number> {
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

export async function postponeConsumer(tx: Transaction, name: string, retryAt: Date): Promise<void> {
  await tx.query('UPDATE event_consumers SET retry_at = $2 WHERE name = $1', [name, retryAt]);
}

export async function setAside(tx: Transaction, name: string, position: string, at: Date): Promise<void> {
  await tx.query('UPDATE event_failures SET set_aside_at = $3 WHERE consumer = $1 AND position = $2', [
    name,
    position,
    at,
  ]);
  await movePosition(tx, name, position);
}
