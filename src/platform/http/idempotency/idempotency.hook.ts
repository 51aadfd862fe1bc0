import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { currentContext, type IdempotencyClaim } from '../../context/request-context.js';
import { Vault } from '../../crypto/vault.js';
import { type Transaction } from '../../database/transaction.js';
import { TransactionHook } from '../../database/unit-of-work.js';
import { RequestRunningError } from '../http.errors.js';
import { IdempotencyStore } from './idempotency-store.js';
import { ReplaySignal } from './kept-answer.js';

/**
 * Makes a key and the effect of its request one thing: the first transaction of the request takes the key, and writes
 * the answer beside the effect. A process that dies in between leaves neither; one that dies later leaves both.
 */
@Injectable()
export class IdempotencyHook extends TransactionHook {
  private readonly takers = new WeakMap<Transaction, IdempotencyClaim>();

  private readonly store: IdempotencyStore;

  constructor(vault: Vault, clock: Clock) {
    super();
    this.store = new IdempotencyStore(vault, clock);
  }

  /**
   * @throws REQUEST_RUNNING while another process or request holds the key
   * @throws ReplaySignal when the effect exists already
   */
  override async begin(tx: Transaction): Promise<void> {
    const claim = currentContext().idempotency;
    if (claim === null || claim.isTaken) return;
    if (!(await this.store.lock(tx, claim))) throw new RequestRunningError();
    // Again, under the lock: the interceptor's look may be older than the commit of another copy.
    const answer = await this.store.find(tx, claim);
    if (answer !== null) throw new ReplaySignal(answer);
    this.takers.set(tx, claim);
  }

  override async beforeCommit(tx: Transaction, result: unknown): Promise<void> {
    const claim = this.takers.get(tx);
    if (claim === undefined) return;
    const answer = claim.show === undefined ? result : await claim.show(tx, result);
    const body = answer === undefined ? null : JSON.stringify(withoutSecrets(answer, claim.secretFields ?? []));
    await this.store.keep(tx, claim, { status: claim.status, body });
    claim.isTaken = true;
  }
}

/** What is shown once is not kept: a replay says null there. */
function withoutSecrets(result: unknown, secretFields: readonly string[]): unknown {
  if (secretFields.length === 0 || typeof result !== 'object' || result === null) return result;
  return { ...result, ...Object.fromEntries(secretFields.map((field) => [field, null])) };
}
