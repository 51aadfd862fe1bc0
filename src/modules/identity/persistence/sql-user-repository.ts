import { Injectable } from '@nestjs/common';
import { type Transaction } from '../../../platform/database/transaction.js';
import { emailKey, type User } from '../domain/user.js';
import { type UserChange, UserRepository, type UserWithPassword } from './user-repository.js';

const COLUMNS = 'id, email, name, role, blocked, created_at AS "createdAt", updated_at AS "updatedAt"';

@Injectable()
export class SqlUserRepository extends UserRepository {
  override async add(tx: Transaction, user: UserWithPassword): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO users (id, email, email_key, name, role, password_hash, blocked, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (email_key) DO NOTHING RETURNING id`,
      [
        user.id,
        user.email,
        emailKey(user.email),
        user.name,
        user.role,
        user.passwordHash,
        user.blocked,
        user.createdAt,
        user.updatedAt,
      ],
    );
    return rows.length === 1;
  }

  override async findByEmail(tx: Transaction, email: string): Promise<UserWithPassword | null> {
    const [user] = await tx.query<UserWithPassword>(
      `SELECT ${COLUMNS}, password_hash AS "passwordHash" FROM users WHERE email_key = $1`,
      [emailKey(email)],
    );
    return user ?? null;
  }

  override async find(tx: Transaction, id: string): Promise<User | null> {
    const [user] = await tx.query<User>(`SELECT ${COLUMNS} FROM users WHERE id = $1`, [id]);
    return user ?? null;
  }

  override async lock(tx: Transaction, id: string): Promise<User | null> {
    const [user] = await tx.query<User>(`SELECT ${COLUMNS} FROM users WHERE id = $1 FOR UPDATE`, [id]);
    return user ?? null;
  }

  override async lockAdmins(tx: Transaction): Promise<readonly string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM users WHERE role = 'admin' AND NOT blocked ORDER BY id FOR UPDATE`,
    );
    return rows.map(({ id }) => id);
  }

  override async change(tx: Transaction, id: string, change: UserChange, now: Date): Promise<User> {
    const [user] = await tx.query<User>(
      `UPDATE users SET name = coalesce($2, name), role = coalesce($3, role), blocked = coalesce($4, blocked),
         password_hash = coalesce($5, password_hash), updated_at = $6
       WHERE id = $1 RETURNING ${COLUMNS}`,
      [id, change.name ?? null, change.role ?? null, change.blocked ?? null, change.passwordHash ?? null, now],
    );
    if (user === undefined) throw new Error('a locked user is gone');
    return user;
  }

  override list(tx: Transaction, limit: number, afterId: string | null): Promise<readonly User[]> {
    return tx.query<User>(
      `SELECT ${COLUMNS} FROM users WHERE $1::uuid IS NULL OR id < $1::uuid ORDER BY id DESC LIMIT $2`,
      [afterId, limit],
    );
  }

  override async isEmptyForSure(tx: Transaction): Promise<boolean> {
    await tx.query('LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE');
    return this.isEmpty(tx);
  }

  override async isEmpty(tx: Transaction): Promise<boolean> {
    return (await tx.query('SELECT 1 FROM users LIMIT 1')).length === 0;
  }
}
