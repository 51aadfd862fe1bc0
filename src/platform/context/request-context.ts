import { AsyncLocalStorage } from 'node:async_hooks';
import { type Transaction } from '../database/transaction.js';

/** Who acts. `system` is the product itself: a timer, a passage, the reconciler. */
export interface Actor {
  readonly kind: 'user' | 'api-key' | 'system';
  /** User id, API key id, or the name of the part that acts. */
  readonly id: string;
  /** Role of `api.md`; null for the system. */
  readonly role: string | null;
  readonly email: string | null;
}

/** What travels with one request or one job without being passed by hand. */
export interface RequestContext {
  /** 32 hexadecimal digits, W3C trace id. */
  readonly traceId: string;
  readonly actor: Actor;
  /** Where audit rows say the call came from; null for jobs. */
  readonly remoteAddress: string | null;
  /** Language of what a person reads. */
  readonly language: 'en' | 'ru';
  /** State of the idempotency key of this request; see `platform/http`. */
  idempotency: IdempotencyClaim | null;
}

export interface IdempotencyClaim {
  readonly scope: string;
  readonly key: string;
  /** SHA-256 of the body, 64 hexadecimal digits; empty until the handler of a raw upload sets it, before its transaction. */
  bodyHash: string;
  /** What is kept beside the body for a replay. */
  readonly status: number;
  /** Fields of the answer that are shown once and never kept. */
  readonly secretFields?: readonly string[];
  /** What the caller is shown of the transaction's result, where that is not the answer itself; see `answerAs`. */
  show?: (tx: Transaction, result: unknown) => Promise<unknown>;
  /** Set by the transaction that took the claim; a second transaction of the same request leaves the key alone. */
  isTaken: boolean;
}

const storage = new AsyncLocalStorage<RequestContext>();

export const SYSTEM_ACTOR: Actor = { kind: 'system', id: 'vestibule', role: null, email: null };

/** The context of the running request or job; outside of both, the system's with an all-zero trace id. */
export function currentContext(): RequestContext {
  return storage.getStore() ?? NO_CONTEXT;
}

export function runInContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/** The key of an HTTP request belongs to the transaction that knows the answer: for those that come before it. */
export function withoutKey<T>(work: () => T): T {
  const { traceId, actor, remoteAddress, language } = currentContext();
  return runInContext({ traceId, actor, remoteAddress, language, idempotency: null }, work);
}

/** Context of work that no request started. */
export function systemContext(traceId: string, part: string): RequestContext {
  return {
    traceId,
    actor: { ...SYSTEM_ACTOR, id: part },
    remoteAddress: null,
    language: 'en',
    idempotency: null,
  };
}

const NO_CONTEXT: RequestContext = Object.freeze(systemContext('0'.repeat(32), SYSTEM_ACTOR.id));
