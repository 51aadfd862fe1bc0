import { type Actor } from '../context/request-context.js';
import { type Transaction } from '../database/transaction.js';
import { type Credentials } from './authenticator.js';

/** What is kept of credentials while a stream is open: enough to look the caller up again, and no secret. */
export interface WatchedCaller {
  readonly kind: Credentials['kind'];
  /** Hexadecimal. */
  readonly secretHash: string;
}

/** Looks again at those whose requests stay open, by the same rules as `Authenticator`. Implemented by `identity`. */
export abstract class CallerWatch {
  abstract remember(credentials: Credentials): WatchedCaller;
  /** One query whatever the number of callers; who is absent from the answer is let in no longer. */
  abstract actorsOf(tx: Transaction, callers: readonly WatchedCaller[]): Promise<ReadonlyMap<WatchedCaller, Actor>>;
}
