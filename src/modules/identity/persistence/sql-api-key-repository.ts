import { Injectable } from '@nestjs/common';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type ApiKey } from '../domain/user.js';
import { ApiKeyRepository } from './api-key-repository.js';

const COLUMNS = 'id, name, role, created_at AS "createdAt", revoked_at AS "revokedAt"';

@Injectable()
export class SqlApiKeyRepository extends ApiKeyRepository {
  override async add(tx: Transaction, key: ApiKey, keyHash: Buffer): Promise<void> {
    await tx.query('INSERT INTO api_keys (id, name, role, key_hash, created_at) VALUES ($1, $2, $3, $4, $5)', [
      key.id,
      key.name,
      key.role,
      keyHash,
      key.createdAt,
    ]);
  }

  override list(tx: Transaction, limit: number, afterId: string | null): Promise<readonly ApiKey[]> {
    return tx.query<ApiKey>(
      `SELECT ${COLUMNS} FROM api_keys WHERE revoked_at IS NULL AND ($1::uuid IS NULL OR id < $1::uuid)
       ORDER BY id DESC LIMIT $2`,
      [afterId, limit],
    );
  }

  override async revoke(tx: Transaction, id: string, now: Date): Promise<boolean> {
    const rows = await tx.query(
      'UPDATE api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING id',
      [id, now],
    );
    return rows.length === 1;
  }

  override async find(tx: Transaction, id: string): Promise<ApiKey | null> {
    const [key] = await tx.query<ApiKey>(`SELECT ${COLUMNS} FROM api_keys WHERE id = $1`, [id]);
    return key ?? null;
  }
}
