import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { type EventEnvelope } from '../../../../src/platform/event-log/event-envelope.js';
import { EventLogReader, type LogSpan } from '../../../../src/platform/event-log/event-log-reader.js';
import { EventLogWriter, type NewEvent } from '../../../../src/platform/event-log/event-log-writer.js';
import { type MemoryDatabase } from './memory-database.js';

/** Nobody restores a backup of it. */
const ONLY_EPOCH = 1;

export class MemoryEventLogWriter extends EventLogWriter {
  constructor(private readonly database: MemoryDatabase) {
    super();
  }

  override takeTurn(tx: Transaction): Promise<void> {
    return this.database.step(tx, () => undefined);
  }

  override append(tx: Transaction, events: readonly NewEvent[], at: Date, traceId: string): Promise<void> {
    return this.database.step(tx, () => {
      const { events: log } = this.database;
      for (const { id, name, data, visitIds, cause } of events) {
        log.append({ position: String(log.head + 1), id, name, at, data, visitIds, cause, traceId });
      }
    });
  }
}

export class MemoryEventLogReader extends EventLogReader {
  constructor(private readonly database: MemoryDatabase) {
    super();
  }

  override after(
    tx: Transaction,
    position: string,
    names: readonly string[] | null,
    limit: number,
  ): Promise<readonly EventEnvelope[]> {
    return this.read(tx, position, limit, ({ name }) => names === null || names.includes(name));
  }

  override ofVisit(
    tx: Transaction,
    visitId: string,
    cursor: string | null,
    limit: number,
  ): Promise<readonly EventEnvelope[]> {
    return this.read(tx, cursor ?? '0', limit, ({ visitIds }) => visitIds.includes(visitId));
  }

  override head(tx: Transaction): Promise<string> {
    return this.database.step(tx, () => String(this.database.events.head));
  }

  override epoch(tx: Transaction): Promise<number> {
    return this.database.step(tx, () => ONLY_EPOCH);
  }

  override span(tx: Transaction): Promise<LogSpan> {
    return this.database.step(tx, () => {
      const { head } = this.database.events;
      return { epoch: ONLY_EPOCH, first: head === 0 ? '0' : '1', head: String(head) };
    });
  }

  private read(
    tx: Transaction,
    position: string,
    limit: number,
    isWanted: (event: EventEnvelope) => boolean,
  ): Promise<readonly EventEnvelope[]> {
    return this.database.step(tx, () => this.database.events.after(Number(position), Infinity, limit, isWanted));
  }
}
