import { type Transaction } from '../../../platform/database/transaction.js';
import { type SessionTimes } from '../domain/session-times.js';
import { type User } from '../domain/user.js';

export interface NewSession extends SessionTimes {
  readonly id: string;
  readonly userId: string;
  /** What the password was when it was checked: a change in between wins. */
  readonly passwordHash: string;
  readonly tokenHash: Buffer;
  readonly accessHash: Buffer;
  readonly startedAt: Date;
}

export interface LiveSession {
  readonly id: string;
  readonly startedAt: Date;
  readonly rotatedAt: Date;
  /** The token that was shown has been replaced already. */
  readonly isReplaced: boolean;
  readonly user: User;
}

export interface Rotation extends SessionTimes {
  readonly tokenHash: Buffer;
  readonly accessHash: Buffer;
  readonly rotatedAt: Date;
}

export type TokenKind = 'access' | 'session';

export abstract class SessionRepository {
  /** @returns false when the user was blocked, or has another password, since they were read */
  abstract start(tx: Transaction, session: NewSession): Promise<boolean>;
  /** The live session of a token, locked; its user is not blocked. */
  abstract lock(tx: Transaction, kind: TokenKind, hash: Buffer, now: Date): Promise<LiveSession | null>;
  abstract rotate(tx: Transaction, id: string, rotation: Rotation): Promise<void>;
  abstract end(tx: Transaction, id: string, now: Date): Promise<void>;
  abstract endAllOf(tx: Transaction, userId: string, now: Date): Promise<void>;
  abstract forgetExpired(tx: Transaction, now: Date): Promise<void>;
}
