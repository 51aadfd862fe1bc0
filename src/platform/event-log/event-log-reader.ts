import { Injectable } from '@nestjs/common';
import { type Transaction } from '../database/transaction.js';
import { type EventEnvelope } from './event-envelope.js';
import { EVENT_COLUMNS, toEnvelope, type EventRow } from './event-row.js';

/** What the log holds; positions are decimal strings, '0' where there is no event. */
export interface LogSpan {
  readonly epoch: number;
  readonly first: string;
  readonly head: string;
}

/** Reads the event log without keeping a position. Oldest first; positions are decimal strings. */
export abstract class EventLogReader {
  /**
   * @param position exclusive; '0' starts at the beginning
   * @param names null: of any name
   */
  abstract after(
    tx: Transaction,
    position: string,
    names: readonly string[] | null,
    limit: number,
  ): Promise<readonly EventEnvelope[]>;
  /** The timeline of a visit. @param cursor position, exclusive; null starts at the beginning */
  abstract ofVisit(
    tx: Transaction,
    visitId: string,
    cursor: string | null,
    limit: number,
  ): Promise<readonly EventEnvelope[]>;
  /** Position of the newest event that is committed; '0' when there is none. */
  abstract head(tx: Transaction): Promise<string>;
  /** The epoch that new events are written in; a cursor of another epoch means nothing any more. */
  abstract epoch(tx: Transaction): Promise<number>;
  /** All of it in one query. */
  abstract span(tx: Transaction): Promise<LogSpan>;
}

@Injectable()
export class SqlEventLogReader extends EventLogReader {
  override async after(
    tx: Transaction,
    position: string,
    names: readonly string[] | null,
    limit: number,
  ): Promise<readonly EventEnvelope[]> {
    const rows = await tx.query<EventRow>(
      `SELECT ${EVENT_COLUMNS} FROM domain_events
       WHERE position > $1 AND ($2::text[] IS NULL OR name = ANY ($2)) ORDER BY position LIMIT $3`,
      [position, names, limit],
    );
    return rows.map(toEnvelope);
  }

  override async ofVisit(
    tx: Transaction,
    visitId: string,
    cursor: string | null,
    limit: number,
  ): Promise<readonly EventEnvelope[]> {
    const rows = await tx.query<EventRow>(
      `SELECT ${EVENT_COLUMNS} FROM domain_events
       WHERE visit_ids @> ARRAY[$1]::uuid[] AND position > $2 ORDER BY position LIMIT $3`,
      [visitId, cursor ?? '0', limit],
    );
    return rows.map(toEnvelope);
  }

  override async head(tx: Transaction): Promise<string> {
    const [row] = await tx.query<{ head: string }>('SELECT coalesce(max(position), 0) AS head FROM domain_events');
    return row?.head ?? '0';
  }

  override async epoch(tx: Transaction): Promise<number> {
    const [row] = await tx.query<{ epoch: number }>('SELECT max(epoch) AS epoch FROM event_epochs');
    if (row === undefined) throw new Error('the event log has no epoch: its migration did not run');
    return row.epoch;
  }
  override async span(tx: Transaction): Promise<LogSpan> {
    const [row] = await tx.query<LogSpan>(
      `SELECT (SELECT max(epoch) FROM event_epochs) AS epoch, coalesce(min(position), 0) AS first,
              coalesce(max(position), 0) AS head FROM domain_events`,
    );
    if (row === undefined) throw new Error('an aggregate gave no row');
    return row;
  }
}
