import { Injectable } from '@nestjs/common';
import { type Actor } from '../../../platform/context/request-context.js';
import { type Transaction } from '../../../platform/database/transaction.js';

const USER = `SELECT 'user' AS kind, u.id, u.role, u.email FROM sessions s JOIN users u ON u.id = s.user_id`;
const LIVE = 's.ended_at IS NULL AND NOT u.blocked';

/** Hashes of tokens by what they open. */
export interface TokenHashes {
  readonly accessTokens: readonly Buffer[];
  readonly sessionTokens: readonly Buffer[];
  readonly apiKeys: readonly Buffer[];
}

/** Who stands behind the hash of a token: one statement each. */
export abstract class CallerDirectory {
  abstract byAccessToken(tx: Transaction, hash: Buffer, now: Date): Promise<Actor | null>;
  /** @param replacedAfter a token that was replaced later than this still counts */
  abstract bySessionToken(tx: Transaction, hash: Buffer, now: Date, replacedAfter: Date): Promise<Actor | null>;
  abstract byApiKey(tx: Transaction, hash: Buffer): Promise<Actor | null>;
  /** All of them by the same rules, by the hash in hexadecimal. */
  abstract byHashes(
    tx: Transaction,
    hashes: TokenHashes,
    now: Date,
    replacedAfter: Date,
  ): Promise<ReadonlyMap<string, Actor>>;
}

@Injectable()
export class SqlCallerDirectory extends CallerDirectory {
  override async byAccessToken(tx: Transaction, hash: Buffer, now: Date): Promise<Actor | null> {
    const [actor] = await tx.query<Actor>(`${USER} WHERE s.access_hash = $1 AND s.access_expires_at > $2 AND ${LIVE}`, [
      hash,
      now,
    ]);
    return actor ?? null;
  }

  override async bySessionToken(tx: Transaction, hash: Buffer, now: Date, replacedAfter: Date): Promise<Actor | null> {
    const [actor] = await tx.query<Actor>(
      `${USER} WHERE (s.token_hash = $1 OR (s.previous_token_hash = $1 AND s.rotated_at > $3))
       AND s.expires_at > $2 AND ${LIVE}`,
      [hash, now, replacedAfter],
    );
    return actor ?? null;
  }

  override async byApiKey(tx: Transaction, hash: Buffer): Promise<Actor | null> {
    const [actor] = await tx.query<Actor>(
      `SELECT 'api-key' AS kind, id, role, NULL AS email FROM api_keys WHERE key_hash = $1 AND revoked_at IS NULL`,
      [hash],
    );
    return actor ?? null;
  }
  /** Each look-up walks a unique index; a token of one kind is never one of another. */
  override async byHashes(
    tx: Transaction,
    { accessTokens, sessionTokens, apiKeys }: TokenHashes,
    now: Date,
    replacedAfter: Date,
  ): Promise<ReadonlyMap<string, Actor>> {
    const rows = await tx.query<Actor & { readonly hash: string }>(
      `WITH found AS (
         SELECT access_hash AS hash, user_id FROM sessions
         WHERE access_hash = ANY ($1::bytea[]) AND access_expires_at > $4 AND ended_at IS NULL
         UNION ALL
         SELECT token_hash, user_id FROM sessions
         WHERE token_hash = ANY ($2::bytea[]) AND expires_at > $4 AND ended_at IS NULL
         UNION ALL
         SELECT previous_token_hash, user_id FROM sessions
         WHERE previous_token_hash = ANY ($2::bytea[]) AND rotated_at > $5 AND expires_at > $4 AND ended_at IS NULL)
       SELECT encode(found.hash, 'hex') AS hash, 'user' AS kind, u.id, u.role, u.email
       FROM found JOIN users u ON u.id = found.user_id AND NOT u.blocked
       UNION ALL
       SELECT encode(key_hash, 'hex'), 'api-key', id, role, NULL FROM api_keys
       WHERE key_hash = ANY ($3::bytea[]) AND revoked_at IS NULL`,
      [accessTokens, sessionTokens, apiKeys, now, replacedAfter],
    );
    return new Map(rows.map(({ hash, ...actor }) => [hash, actor]));
  }
}
