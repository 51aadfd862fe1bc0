import { currentContext } from '../../platform/context/request-context.js';
import { type Transaction } from '../../platform/database/transaction.js';
import { type Cause } from '../../platform/event-log/event-envelope.js';
import { type EventMap } from './event-map.js';

/** What a publisher says beside the data. */
export interface PublishOptions {
  /** Visits on whose timeline the event stands. */
  readonly visitIds?: readonly string[];
  /** Default: the actor of the running request or job. */
  readonly cause?: Cause;
}

/**
 * Writes an event to the event log in the caller's transaction, at its end, in commit order; delivered to each
 * consumer at least once. Events wake and tell; what must happen is found by a sweep even when an event is lost.
 */
export function publish<N extends keyof EventMap>(
  tx: Transaction,
  name: N,
  data: EventMap[N],
  options: PublishOptions = {},
): void {
  tx.pendingEvents.push({
    name,
    data: { ...data },
    visitIds: options.visitIds ?? [],
    cause: options.cause ?? callerAsCause(),
  });
}

function callerAsCause(): Cause {
  const { kind, id } = currentContext().actor;
  return { kind, ref: id };
}
