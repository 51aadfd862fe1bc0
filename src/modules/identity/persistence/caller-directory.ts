import { Injectable } from '@nestjs/common';
import { type Actor } from '../../../platform/context/request-context.js';
import { type Transaction } from '../../../platform/database/transaction.js';

const USER = `SELECT 'user' AS kind, u.id, u.role, u.email FROM sessions s JOIN users u ON u.id = s.user_id`;
const LIVE = 's.ended_at IS NULL AND NOT u.blocked';

/** Who stands behind the hash of a token: one statement each. */
export abstract class CallerDirectory {
  abstract byAccessToken(tx: Transaction, hash: Buffer, now: Date): Promise<Actor | null>;
  /** @param replacedAfter a token that was replaced later than this still counts */
  abstract bySessionToken(tx: Transaction, hash: Buffer, now: Date, replacedAfter: Date): Promise<Actor | null>;
  abstract byApiKey(tx: Transaction, hash: Buffer): Promise<Actor | null>;
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
}
