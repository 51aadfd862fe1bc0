import { type Transaction } from '../../../../src/platform/database/transaction.js';
import {
  type ConsumerPosition,
  ConsumerPositions,
  type EventFailure,
  type EventInterest,
  type EventRange,
} from '../../../../src/platform/event-log/consumer-positions.js';
import { type EventEnvelope } from '../../../../src/platform/event-log/event-envelope.js';
import { reference } from './constraint.js';
import { type MemoryDatabase, pair } from './memory-database.js';

export class MemoryConsumerPositions extends ConsumerPositions {
  constructor(private readonly database: MemoryDatabase) {
    super();
  }

  override behind(tx: Transaction, wishes: readonly EventInterest[], head: string): Promise<readonly string[]> {
    return this.database.step(tx, () => {
      const { consumers, events } = this.database;
      const isBehind = ({ name, events: names }: EventInterest): boolean => {
        const row = consumers.get(name);
        if (row === undefined) return true;
        return events.after(Number(row.position), Number(head), 1, (event) => names.includes(event.name)).length > 0;
      };
      return wishes.filter(isBehind).map(({ name }) => name);
    });
  }

  override register(tx: Transaction, name: string): Promise<void> {
    return this.database.step(tx, () => {
      const { consumers } = this.database;
      if (!consumers.has(name)) consumers.set(name, { name, position: '0', retryAt: null });
    });
  }

  /** Held elsewhere it cannot be: transactions follow each other. */
  override tryLock(tx: Transaction, name: string): Promise<ConsumerPosition | null> {
    return this.database.step(tx, () => {
      const row = this.database.consumers.get(name);
      return row === undefined ? null : { position: row.position, retryAt: row.retryAt };
    });
  }

  override async lock(tx: Transaction, name: string): Promise<ConsumerPosition> {
    const place = await this.tryLock(tx, name);
    if (place === null) throw new Error(`consumer ${name} is not registered`);
    return place;
  }

  override move(tx: Transaction, name: string, position: string): Promise<void> {
    return this.database.step(tx, () => this.put(name, { position, retryAt: null }));
  }

  override eventsOf(
    tx: Transaction,
    names: readonly string[],
    { position, head, limit }: EventRange,
  ): Promise<readonly EventEnvelope[]> {
    return this.database.step(tx, () =>
      this.database.events.after(Number(position), Number(head), limit, ({ name }) => names.includes(name)),
    );
  }

  override countFailure(tx: Transaction, { consumer, position }: EventFailure): Promise<number> {
    return this.database.step(tx, () => {
      const { consumers, events, failures } = this.database;
      reference('event_failures_consumer_fkey', !consumers.has(consumer));
      reference('event_failures_position_fkey', Number(position) < 1 || Number(position) > events.head);
      const known = failures.get(pair(consumer, position)) ?? { attempts: 0, setAsideAt: null };
      const attempts = known.attempts + 1;
      failures.set(pair(consumer, position), { ...known, attempts });
      return attempts;
    });
  }

  override postpone(tx: Transaction, name: string, retryAt: Date): Promise<void> {
    return this.database.step(tx, () => this.put(name, { retryAt }));
  }

  override setAside(tx: Transaction, name: string, position: string, at: Date): Promise<void> {
    return this.database.step(tx, () => {
      const key = pair(name, position);
      const failure = this.database.failures.get(key);
      if (failure !== undefined) this.database.failures.set(key, { ...failure, setAsideAt: at });
      this.put(name, { position, retryAt: null });
    });
  }

  private put(name: string, changes: Partial<ConsumerPosition>): void {
    const row = this.database.consumers.get(name);
    if (row !== undefined) this.database.consumers.set(name, { ...row, ...changes });
  }
}
