import { type Transaction } from '../../../platform/database/transaction.js';
import { type ApiKey } from '../domain/user.js';

export abstract class ApiKeyRepository {
  abstract add(tx: Transaction, key: ApiKey, keyHash: Buffer): Promise<void>;
  /** Newest first, after `afterId`; those that still work. */
  abstract list(tx: Transaction, limit: number, afterId: string | null): Promise<readonly ApiKey[]>;
  /** @returns false when there is none that still works */
  abstract revoke(tx: Transaction, id: string, now: Date): Promise<boolean>;
  abstract find(tx: Transaction, id: string): Promise<ApiKey | null>;
}
