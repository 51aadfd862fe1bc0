import { Injectable } from '@nestjs/common';
import { VaultUnreadableError } from '../../../platform/crypto/key-vault.js';
import { Vault } from '../../../platform/crypto/vault.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { withAdminPassword } from '../operations/deletion.js';
import { type Operation } from '../operations/operation.js';

/** `trying`: one deletion is under way with a password that was never accepted yet. */
export type DeletionPasswordStanding =
  { readonly kind: 'none' | 'usable' | 'refused' } | { readonly kind: 'trying'; readonly until: Date };

/**
 * The administrator's password of servers that ask for it before they delete a person. Wrong ones count down to a lock of
 * our address: each password is tried by one call at a time until it was accepted, and never again once it was refused,
 * in whatever process.
 */
export abstract class DeletionPasswords {
  abstract standingOf(tx: Transaction, serverId: string, now: Date): Promise<DeletionPasswordStanding>;
  /** A person says it, the same as before too: it is tried once more. @param password null: there is none */
  abstract put(tx: Transaction, serverId: string, password: string | null, now: Date): Promise<void>;
  /** As the settings of a start say: what is known of the same password stays. @param password null: there is none */
  abstract state(tx: Transaction, serverId: string, password: string | null, now: Date): Promise<void>;
  /**
   * The same deletion with the password, as it may be sent: in the transaction that books it.
   * @returns null when there is none that may be sent
   */
  abstract arm<T>(
    tx: Transaction,
    serverId: string,
    deletion: Operation<T>,
    deadlineAt: Date,
  ): Promise<Operation<T> | null>;
  /** What HikCentral said to a deletion that was booked at this instant. A password that was stated later is untouched. */
  abstract learn(tx: Transaction, serverId: string, isAccepted: boolean, bookedAt: Date, now: Date): Promise<void>;
}

interface Row {
  readonly password_sealed: Buffer;
  readonly trying_until: Date | null;
  readonly proved_at: Date | null;
  readonly refused_at: Date | null;
}

@Injectable()
export class SqlDeletionPasswords extends DeletionPasswords {
  constructor(private readonly vault: Vault) {
    super();
  }

  override async standingOf(tx: Transaction, serverId: string, now: Date): Promise<DeletionPasswordStanding> {
    const row = await this.rowOf(tx, serverId);
    if (row === null || this.opened(serverId, row) === null) return { kind: 'none' };
    if (row.refused_at !== null) return { kind: 'refused' };
    const isTrying = row.proved_at === null && row.trying_until !== null && row.trying_until > now;
    return isTrying ? { kind: 'trying', until: row.trying_until } : { kind: 'usable' };
  }

  override async put(tx: Transaction, serverId: string, password: string | null, now: Date): Promise<void> {
    await tx.query('DELETE FROM hikcentral_deletion_passwords WHERE server_id = $1', [serverId]);
    if (password === null) return;
    await tx.query(
      'INSERT INTO hikcentral_deletion_passwords (server_id, password_sealed, stated_at) VALUES ($1, $2, $3)',
      [serverId, this.vault.seal(Buffer.from(password), placeOf(serverId)), now],
    );
  }

  override async state(tx: Transaction, serverId: string, password: string | null, now: Date): Promise<void> {
    const row = await this.rowOf(tx, serverId);
    if (row !== null && this.opened(serverId, row) === password) return;
    await this.put(tx, serverId, password, now);
  }

  override async arm<T>(
    tx: Transaction,
    serverId: string,
    deletion: Operation<T>,
    deadlineAt: Date,
  ): Promise<Operation<T> | null> {
    const row = await this.rowOf(tx, serverId);
    const password = row === null || row.refused_at !== null ? null : this.opened(serverId, row);
    if (password === null) return null;
    await tx.query('UPDATE hikcentral_deletion_passwords SET trying_until = $2 WHERE server_id = $1', [
      serverId,
      deadlineAt,
    ]);
    return withAdminPassword(deletion, password);
  }

  override async learn(
    tx: Transaction,
    serverId: string,
    isAccepted: boolean,
    bookedAt: Date,
    now: Date,
  ): Promise<void> {
    await tx.query(
      `UPDATE hikcentral_deletion_passwords
          SET trying_until = NULL, proved_at = CASE WHEN $2 THEN $4::timestamptz END,
              refused_at = CASE WHEN NOT $2 THEN $4::timestamptz END
        WHERE server_id = $1 AND stated_at <= $3`,
      [serverId, isAccepted, bookedAt, now],
    );
  }

  private async rowOf(tx: Transaction, serverId: string): Promise<Row | null> {
    const [row] = await tx.query<Row>('SELECT * FROM hikcentral_deletion_passwords WHERE server_id = $1 FOR UPDATE', [
      serverId,
    ]);
    return row ?? null;
  }

  /** null: sealed under a key that is no more; as good as changed. */
  private opened(serverId: string, { password_sealed }: Row): string | null {
    try {
      return this.vault.open(password_sealed, placeOf(serverId)).toString('utf8');
    } catch (error) {
      if (error instanceof VaultUnreadableError) return null;
      throw error;
    }
  }
}

function placeOf(serverId: string): string {
  return `hikcentral_deletion_passwords:password:${serverId}`;
}
