import { type Transaction } from './transaction.js';

/** Where a transaction starts and ends. A verb opens exactly one for its effect and makes no HTTP call inside. */
export abstract class UnitOfWork {
  /** Commits what `work` did, its events and its audit rows together, or nothing. Answers what `work` answered. */
  abstract run<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** For reads: one connection, no BEGIN. Publishing or auditing in it is refused. */
  abstract read<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
}

/** Takes part in every transaction; order of registration is order of call. */
export abstract class TransactionHook {
  abstract begin(tx: Transaction): Promise<void>;
  /** @param result what the work answered; for an HTTP call, the body of the answer. */
  abstract beforeCommit(tx: Transaction, result: unknown): Promise<void>;
}
