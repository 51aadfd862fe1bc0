import { type Transaction } from '../../../platform/database/transaction.js';
import { type ParamsOf, type RequestKindName, type ValueOf } from './request-kinds.js';

/** The longest that anybody waits for the lease holder. */
export const ASK_PATIENCE_MS = 20_000;

/** What HikCentral answered, through the lease holder. */
export interface GatewayAnswer<Value> {
  readonly value: Value;
  readonly answeredAt: Date;
  /** Of HikCentral's clock, certain at least, ahead of ours positive; null while no answer said. */
  readonly clockOffsetSeconds: number | null;
}

export interface AskOptions {
  /**
   * In the transaction that writes the request down, once per request and not for its repetition: for its audit row.
   * What it throws is thrown by `ask`, and nothing is asked.
   */
  readonly onAsked?: (tx: Transaction, requestId: string) => void | Promise<void>;
}

/**
 * How a process asks HikCentral something outside the lease holder's own work: through a row that the holder claims,
 * at most once, and answers. With an `Idempotency-Key` every copy of an HTTP request waits for one and the same row;
 * the caller answers from a transaction of its own, in which the platform keeps the answer.
 */
export abstract class GatewayRequests {
  /**
   * Waits at most 20 s. Never to be called inside a transaction.
   * @throws HIKCENTRAL_SERVER_NOT_FOUND
   * @throws HIKCENTRAL_NOT_ASKED (503): certainly nothing was sent
   * @throws HIKCENTRAL_OUTCOME_UNKNOWN (503): it may have happened
   * @throws GatewayError as HikCentral refused it, without its words
   */
  abstract ask<Name extends RequestKindName>(
    serverId: string,
    kind: Name,
    params: ParamsOf<Name>,
    options?: AskOptions,
  ): Promise<GatewayAnswer<ValueOf<Name>>>;

  /**
   * What became of a request that nobody waits for any more, while its content is kept (an hour): answers and throws as
   * `ask` would have. One that was not taken up never will be.
   * @param _kind of the request
   */
  abstract recall<Name extends RequestKindName>(requestId: string, _kind: Name): Promise<GatewayAnswer<ValueOf<Name>>>;
}
