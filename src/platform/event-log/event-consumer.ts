import { type Transaction } from '../database/transaction.js';
import { type EventEnvelope } from './event-envelope.js';

/**
 * Reads the event log at its own position. `handle` gets a batch in order, in the transaction that also moves the
 * position: its effects happen once. A batch that fails is tried event by event; an event that fails five times is
 * set aside with an alarm and blocks nobody. Consumers are providers, found at boot; two of one name stop the process.
 */
export abstract class EventConsumer {
  /** `owner.verb-noun`, stable: the position is kept under it. */
  abstract readonly name: string;
  /** Names of the events it is given. */
  abstract readonly events: readonly string[];
  abstract handle(tx: Transaction, events: readonly EventEnvelope[]): Promise<void>;
}
