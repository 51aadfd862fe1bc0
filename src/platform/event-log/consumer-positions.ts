import { type Transaction } from '../database/transaction.js';
import { type EventEnvelope } from './event-envelope.js';

/** How far a consumer has come. Whoever holds it locked is the only one who gives this consumer events. */
export interface ConsumerPosition {
  /** Position of the last event it is done with; decimal. */
  readonly position: string;
  /** The event after it failed and is not tried again before this instant. */
  readonly retryAt: Date | null;
}

/** Positions are decimal strings. */
export interface EventRange {
  /** Exclusive. */
  readonly position: string;
  /** Inclusive. */
  readonly head: string;
  readonly limit: number;
}

/** A consumer, and the names of the events it is given. */
export interface EventInterest {
  readonly name: string;
  readonly events: readonly string[];
}

export interface EventFailure {
  readonly consumer: string;
  readonly position: string;
  readonly lastError: string;
  readonly at: Date;
}

/** Where each consumer of the event log stands, and what it failed on. */
export abstract class ConsumerPositions {
  /** Names of those for whom there is an event up to `head`, and of those that the log does not know yet. Waits for nobody. */
  abstract behind(tx: Transaction, consumers: readonly EventInterest[], head: string): Promise<readonly string[]>;
  /** A consumer that the log does not know yet starts at its beginning. */
  abstract register(tx: Transaction, name: string): Promise<void>;
  /** @returns null when another dispatcher holds it */
  abstract tryLock(tx: Transaction, name: string): Promise<ConsumerPosition | null>;
  /** Waits for whoever holds it. @throws when it is not registered */
  abstract lock(tx: Transaction, name: string): Promise<ConsumerPosition>;
  /** Nothing is retried any more. */
  abstract move(tx: Transaction, name: string, position: string): Promise<void>;
  /** Events of these names in the range, oldest first. */
  abstract eventsOf(tx: Transaction, names: readonly string[], range: EventRange): Promise<readonly EventEnvelope[]>;
  /** Counts one more failure of an event. @returns how many there are now */
  abstract countFailure(tx: Transaction, failure: EventFailure): Promise<number>;
  abstract postpone(tx: Transaction, name: string, retryAt: Date): Promise<void>;
  /** The event is passed over, and kept for a person. */
  abstract setAside(tx: Transaction, name: string, position: string, at: Date): Promise<void>;
}
