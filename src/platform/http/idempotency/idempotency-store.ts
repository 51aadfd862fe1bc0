import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { type IdempotencyClaim } from '../../context/request-context.js';
import { Vault } from '../../crypto/vault.js';
import { type Transaction } from '../../database/transaction.js';
import { IdempotencyKeyReusedError } from '../http.errors.js';
import { type KeptAnswer } from './kept-answer.js';

const KEPT_MS = 24 * 60 * 60_000;

interface Row {
  readonly body_hash: string;
  readonly answer: Buffer;
}

/** Answers by key. A row's id is the hash of scope and key; what it holds is sealed and bound to that id. */
@Injectable()
export class IdempotencyStore {
  constructor(
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** @returns false while another request with this key runs. Held until the transaction ends. */
  async lock(tx: Transaction, claim: IdempotencyClaim): Promise<boolean> {
    const [row] = await tx.query<{ taken: boolean }>('SELECT pg_try_advisory_xact_lock($1::bigint) AS taken', [
      idOf(claim).readBigInt64BE().toString(),
    ]);
    return row?.taken === true;
  }

  /**
   * @returns null when the key is new, or its answer is no longer kept
   * @throws IDEMPOTENCY_KEY_REUSED when it was used with another body
   */
  async find(tx: Transaction, claim: IdempotencyClaim): Promise<KeptAnswer | null> {
    const id = idOf(claim);
    const [row] = await tx.query<Row>(
      'SELECT body_hash, answer FROM idempotency_keys WHERE id = $1 AND expires_at > $2',
      [id, this.clock.now()],
    );
    if (row === undefined) return null;
    if (row.body_hash !== claim.bodyHash) throw new IdempotencyKeyReusedError();
    return JSON.parse(this.vault.open(row.answer, placeOf(id)).toString()) as KeptAnswer;
  }

  /** Keeps an answer for 24 h; one that is kept already stays. */
  async keep(tx: Transaction, claim: IdempotencyClaim, answer: KeptAnswer): Promise<void> {
    const id = idOf(claim);
    const now = this.clock.now();
    await tx.query(
      `INSERT INTO idempotency_keys (id, body_hash, answer, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (id) DO UPDATE SET body_hash = excluded.body_hash, answer = excluded.answer,
         created_at = excluded.created_at, expires_at = excluded.expires_at
       WHERE idempotency_keys.expires_at <= excluded.created_at`,
      [
        id,
        claim.bodyHash,
        this.vault.seal(Buffer.from(JSON.stringify(answer)), placeOf(id)),
        now,
        new Date(now.getTime() + KEPT_MS),
      ],
    );
  }

  async forgetExpired(tx: Transaction, now: Date): Promise<void> {
    await tx.query('DELETE FROM idempotency_keys WHERE expires_at <= $1', [now]);
  }
}

function idOf({ scope, key }: IdempotencyClaim): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([scope, key]))
    .digest();
}

function placeOf(id: Buffer): string {
  return `idempotency_keys:answer:${id.toString('hex')}`;
}
