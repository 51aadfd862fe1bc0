import { type Role } from '../../../contracts/permissions.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type User } from '../domain/user.js';

export interface UserWithPassword extends User {
  readonly passwordHash: string;
}

export interface UserChange {
  readonly name?: string;
  readonly role?: Role;
  readonly blocked?: boolean;
  readonly passwordHash?: string;
}

export abstract class UserRepository {
  /** @returns false when the address is taken, in whatever spelling */
  abstract add(tx: Transaction, user: UserWithPassword): Promise<boolean>;
  abstract findByEmail(tx: Transaction, email: string): Promise<UserWithPassword | null>;
  abstract find(tx: Transaction, id: string): Promise<User | null>;
  /** The row stays locked until the transaction ends. */
  abstract lock(tx: Transaction, id: string): Promise<User | null>;
  /** Those who may let others in, locked, so that two cannot take each other's role away at once. */
  abstract lockAdmins(tx: Transaction): Promise<readonly string[]>;
  abstract change(tx: Transaction, id: string, change: UserChange, now: Date): Promise<User>;
  /** Newest first, after `afterId`. */
  abstract list(tx: Transaction, limit: number, afterId: string | null): Promise<readonly User[]>;
  /** Nobody else adds a user until the transaction ends. */
  abstract isEmptyForSure(tx: Transaction): Promise<boolean>;
  abstract isEmpty(tx: Transaction): Promise<boolean>;
}
