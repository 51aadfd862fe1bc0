import { type AxiosError, type InternalAxiosRequestConfig } from 'axios';
import { type IAxiosRetryConfig } from 'axios-retry';
import { type Gate } from './gated-transport.js';
import { type NoAnswer } from './no-answer.js';

/**
 * Books a second try as a call of its own and answers its gate; null: not now. Must not throw: axios-retry takes a
 * condition that throws for a plain no.
 */
export type BookAgain = (lost: NoAnswer) => Promise<Gate | null>;

export interface SecondTry {
  readonly wasLost: (error: AxiosError) => boolean;
  readonly book: (error: AxiosError) => Promise<Gate | null>;
  /** Makes the request new: gate, nonce, timestamp, signature. */
  readonly prepare: (config: InternalAxiosRequestConfig, gate: Gate) => void;
}

/** One second try, only when it could be booked. Where it waits it waits in `book`, on our clock. */
export function retryingOnce({ wasLost, book, prepare }: SecondTry): IAxiosRetryConfig {
  let gate: Gate | null = null;
  return {
    retries: 1,
    retryDelay: () => 0,
    retryCondition: async (error) => {
      gate = wasLost(error) ? await book(error) : null;
      return gate !== null;
    },
    onRetry: (_count, _error, config) => {
      if (gate !== null) prepare(config as InternalAxiosRequestConfig, gate);
    },
  };
}
