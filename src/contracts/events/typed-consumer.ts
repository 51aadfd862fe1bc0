import { type Transaction } from '../../platform/database/transaction.js';
import { EventConsumer } from '../../platform/event-log/event-consumer.js';
import { type EventEnvelope } from '../../platform/event-log/event-envelope.js';
import { type EventMap } from './event-map.js';

/** An event of one of these names with the data that the name promises; narrows by `name`. */
export type EventOf<N extends keyof EventMap> = {
  [K in N]: EventEnvelope<Readonly<EventMap[K]>> & { readonly name: K };
}[N];

/** A consumer whose events carry their promised data. Instants in `data` are RFC 3339 strings: the log is JSON. */
export abstract class TypedConsumer<N extends keyof EventMap> extends EventConsumer {
  abstract override readonly events: readonly N[];
  abstract consume(tx: Transaction, events: readonly EventOf<N>[]): Promise<void>;

  override handle(tx: Transaction, events: readonly EventEnvelope[]): Promise<void> {
    return this.consume(tx, events as unknown as readonly EventOf<N>[]);
  }
}
