import { Injectable } from '@nestjs/common';
import { type Role } from '../../../contracts/permissions.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import {
  type LiveSession,
  type NewSession,
  type Rotation,
  SessionRepository,
  type TokenKind,
} from './session-repository.js';

/** Which sessions a token of each kind opens; `$1` is its hash, `$2` now. */
const OPENED_BY: Readonly<Record<TokenKind, string>> = {
  access: 's.access_hash = $1 AND s.access_expires_at > $2',
  session: '(s.token_hash = $1 OR s.previous_token_hash = $1) AND s.expires_at > $2',
};

interface Row {
  readonly id: string;
  readonly startedAt: Date;
  readonly rotatedAt: Date;
  readonly isReplaced: boolean;
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly blocked: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

@Injectable()
export class SqlSessionRepository extends SessionRepository {
  override async start(tx: Transaction, session: NewSession): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO sessions (id, user_id, token_hash, access_hash, started_at, rotated_at, access_expires_at, expires_at)
       SELECT $1, u.id, $4, $5, $6, $6, $7, $8 FROM users u
       WHERE u.id = $2 AND u.password_hash = $3 AND NOT u.blocked FOR SHARE
       RETURNING id`,
      [
        session.id,
        session.userId,
        session.passwordHash,
        session.tokenHash,
        session.accessHash,
        session.startedAt,
        session.accessExpiresAt,
        session.expiresAt,
      ],
    );
    return rows.length === 1;
  }

  override async lock(tx: Transaction, kind: TokenKind, hash: Buffer, now: Date): Promise<LiveSession | null> {
    const [row] = await tx.query<Row>(
      `SELECT s.id, s.started_at AS "startedAt", s.rotated_at AS "rotatedAt",
         coalesce(s.previous_token_hash = $1, false) AS "isReplaced", u.id AS "userId", u.email, u.name, u.role,
         u.blocked, u.created_at AS "createdAt", u.updated_at AS "updatedAt"
       FROM sessions s JOIN users u ON u.id = s.user_id
       WHERE ${OPENED_BY[kind]} AND s.ended_at IS NULL AND NOT u.blocked FOR UPDATE OF s`,
      [hash, now],
    );
    if (row === undefined) return null;
    const { id, startedAt, rotatedAt, isReplaced, userId, ...user } = row;
    return { id, startedAt, rotatedAt, isReplaced, user: { id: userId, ...user } };
  }

  override async rotate(tx: Transaction, id: string, rotation: Rotation): Promise<void> {
    await tx.query(
      `UPDATE sessions SET previous_token_hash = token_hash, token_hash = $2, access_hash = $3, rotated_at = $4,
         access_expires_at = $5, expires_at = $6 WHERE id = $1`,
      [id, rotation.tokenHash, rotation.accessHash, rotation.rotatedAt, rotation.accessExpiresAt, rotation.expiresAt],
    );
  }

  override async end(tx: Transaction, id: string, now: Date): Promise<void> {
    await tx.query('UPDATE sessions SET ended_at = $2 WHERE id = $1', [id, now]);
  }

  override async endAllOf(tx: Transaction, userId: string, now: Date): Promise<void> {
    await tx.query('UPDATE sessions SET ended_at = $2 WHERE user_id = $1 AND ended_at IS NULL', [userId, now]);
  }

  override async forgetExpired(tx: Transaction, now: Date): Promise<void> {
    await tx.query('DELETE FROM sessions WHERE expires_at <= $1', [now]);
  }
}
