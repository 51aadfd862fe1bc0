import { Injectable } from '@nestjs/common';
import { Vault } from '../../../platform/crypto/vault.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type GatewayError } from '../gateway.errors.js';
import {
  type DueRequest,
  type KnownRequest,
  type NewRequest,
  type RequestEnding,
  type RequestState,
} from './gateway-request.js';
import { decodeValue, encodeError, encodeValue } from './request-codec.js';

interface Row {
  readonly id: string;
  readonly server_id: string;
  readonly kind: string;
  readonly body_hash: string | null;
  readonly state: RequestState;
  readonly params_sealed: Buffer | null;
  readonly result_sealed: Buffer | null;
  readonly expires_at: Date;
}

/** What was asked and answered is looked at within seconds. */
const CONTENT_KEPT_MS = 60 * 60_000;
/** As long as the answers of an `Idempotency-Key`. */
const ROW_KEPT_MS = 24 * 60 * 60_000;
const DUE_LIMIT = 50;

/** What was asked of lease holders, and what came of it. Contents are sealed and bound to their row. */
@Injectable()
export class RequestStore {
  constructor(private readonly vault: Vault) {}

  /**
   * @returns null when it was written; else the request that the same caller's key stands for already. One that came to
   * nothing gives its key back when its time is over.
   */
  async add(tx: Transaction, request: NewRequest): Promise<KnownRequest | null> {
    const { id, serverId, kind, params, caller, askedAt, expiresAt } = request;
    if (caller !== null) await this.freeKey(tx, caller.key, askedAt);
    const written = await tx.query(
      `INSERT INTO gateway_requests
         (id, server_id, kind, params_sealed, state, caller_key, body_hash, asked_at, expires_at)
       VALUES ($1, $2, $3, $4, 'asked', $5, $6, $7, $8)
       ON CONFLICT (caller_key) DO NOTHING RETURNING id`,
      [
        id,
        serverId,
        kind,
        this.vault.seal(encodeValue(params), placeOf('params', id)),
        caller?.key ?? null,
        caller?.bodyHash ?? null,
        askedAt,
        expiresAt,
      ],
    );
    if (written.length > 0 || caller === null) return null;
    const [row] = await tx.query<Row>('SELECT * FROM gateway_requests WHERE caller_key = $1', [caller.key]);
    if (row === undefined) throw new Error('a request that stood in the way is gone');
    return { id: row.id, serverId: row.server_id, kind: row.kind, bodyHash: row.body_hash };
  }

  /** null: the row is swept. `content` is what was sealed with `done` or `failed`. */
  async find(tx: Transaction, id: string): Promise<{ state: RequestState; content: Buffer | null } | null> {
    const [row] = await tx.query<Row>('SELECT * FROM gateway_requests WHERE id = $1', [id]);
    if (row === undefined) return null;
    const { state, result_sealed: sealed } = row;
    return { state, content: sealed === null ? null : this.vault.open(sealed, placeOf('result', id)) };
  }

  /** Unless somebody has taken it up. */
  async expire(tx: Transaction, id: string, now: Date): Promise<void> {
    await tx.query(`UPDATE gateway_requests SET state = 'expired', ended_at = $2 WHERE id = $1 AND state = 'asked'`, [
      id,
      now,
    ]);
  }

  /** Oldest first. */
  async due(tx: Transaction, serverId: string, now: Date): Promise<readonly DueRequest[]> {
    const rows = await tx.query<Row>(
      `SELECT id, kind, expires_at FROM gateway_requests
        WHERE server_id = $1 AND state = 'asked' AND expires_at > $2 ORDER BY asked_at, id LIMIT $3`,
      [serverId, now, DUE_LIMIT],
    );
    return rows.map(({ id, kind, expires_at }) => ({ id, kind, expiresAt: expires_at }));
  }

  /**
   * In the transaction that books the call, which holds the lease's epoch.
   * @returns the parameters; null when it is not to be done any more
   */
  async claim(
    tx: Transaction,
    id: string,
    { epoch, callId, now }: { readonly epoch: number; readonly callId: string; readonly now: Date },
  ): Promise<{ readonly params: unknown } | null> {
    const [row] = await tx.query<Row>(
      `UPDATE gateway_requests SET state = 'running', epoch = $2, call_id = $3
        WHERE id = $1 AND state = 'asked' AND expires_at > $4 RETURNING *`,
      [id, epoch, callId, now],
    );
    if (row === undefined || row.params_sealed === null) return null;
    return { params: decodeValue(this.vault.open(row.params_sealed, placeOf('params', id))) };
  }

  /** Its call certainly never left: whoever has the lease may take it up. */
  async putBack(tx: Transaction, id: string, callId: string): Promise<void> {
    await tx.query(
      `UPDATE gateway_requests SET state = 'asked', epoch = NULL, call_id = NULL
        WHERE id = $1 AND state = 'running' AND call_id = $2`,
      [id, callId],
    );
  }

  /** Of a claimed request; one that was given up meanwhile stays so. */
  async finish(tx: Transaction, id: string, callId: string, ending: RequestEnding, now: Date): Promise<void> {
    const content = ending.state === 'done' ? encodeValue(ending.value) : encodeError(ending.error);
    await tx.query(
      `UPDATE gateway_requests SET state = $3, result_sealed = $4, ended_at = $5
        WHERE id = $1 AND state = 'running' AND call_id = $2`,
      [id, callId, ending.state, this.sealResult(id, content), now],
    );
  }

  /** Before it was claimed: it cannot be done in time. */
  async refuse(tx: Transaction, id: string, error: GatewayError, now: Date): Promise<void> {
    await tx.query(
      `UPDATE gateway_requests SET state = 'failed', result_sealed = $2, ended_at = $3
        WHERE id = $1 AND state = 'asked'`,
      [id, this.sealResult(id, encodeError(error)), now],
    );
  }

  /**
   * What earlier sessions of this server had claimed and never answered; to be called when one begins.
   * @returns whose askers are to be told
   */
  async abandon(tx: Transaction, serverId: string, now: Date): Promise<readonly string[]> {
    const rows = await tx.query<Pick<Row, 'id'>>(
      `UPDATE gateway_requests SET state = 'unknown', ended_at = $2
        WHERE server_id = $1 AND state = 'running' RETURNING id`,
      [serverId, now],
    );
    return rows.map(({ id }) => id);
  }

  async forget(tx: Transaction, now: Date): Promise<void> {
    await tx.query('DELETE FROM gateway_requests WHERE expires_at < $1', [new Date(now.getTime() - ROW_KEPT_MS)]);
    await tx.query(
      `UPDATE gateway_requests SET params_sealed = NULL, result_sealed = NULL
        WHERE expires_at < $1 AND num_nonnulls(params_sealed, result_sealed) > 0`,
      [new Date(now.getTime() - CONTENT_KEPT_MS)],
    );
  }

  private async freeKey(tx: Transaction, key: Buffer, now: Date): Promise<void> {
    await tx.query(
      `DELETE FROM gateway_requests
        WHERE caller_key = $1 AND (state = 'expired' OR (state IN ('asked', 'failed') AND expires_at <= $2))`,
      [key, now],
    );
  }

  private sealResult(id: string, content: Buffer): Buffer {
    return this.vault.seal(content, placeOf('result', id));
  }
}

function placeOf(column: 'params' | 'result', id: string): string {
  return `gateway_requests:${column}:${id}`;
}
