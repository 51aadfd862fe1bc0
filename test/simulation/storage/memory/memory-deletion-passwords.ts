import {
  DeletionPasswords,
  type DeletionPasswordStanding,
} from '../../../../src/modules/hikcentral-gateway/persistence/deletion-passwords.js';
import { withAdminPassword } from '../../../../src/modules/hikcentral-gateway/operations/deletion.js';
import { type Operation } from '../../../../src/modules/hikcentral-gateway/operations/operation.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { type MemoryDatabase } from './memory-database.js';

export interface DeletionPasswordRow {
  readonly password: string;
  readonly statedAt: Date;
  readonly tryingUntil: Date | null;
  readonly isProved: boolean;
  readonly isRefused: boolean;
}

export class MemoryDeletionPasswords extends DeletionPasswords {
  constructor(private readonly database: MemoryDatabase) {
    super();
  }

  override standingOf(tx: Transaction, serverId: string, now: Date): Promise<DeletionPasswordStanding> {
    return this.database.step(tx, () => {
      const row = this.database.deletionPasswords.get(serverId);
      if (row === undefined) return { kind: 'none' };
      if (row.isRefused) return { kind: 'refused' };
      const { tryingUntil, isProved } = row;
      const isTrying = !isProved && tryingUntil !== null && tryingUntil > now;
      return isTrying ? { kind: 'trying', until: tryingUntil } : { kind: 'usable' };
    });
  }

  override put(tx: Transaction, serverId: string, password: string | null, now: Date): Promise<void> {
    return this.database.step(tx, () => this.write(serverId, password, now));
  }

  override state(tx: Transaction, serverId: string, password: string | null, now: Date): Promise<void> {
    return this.database.step(tx, () => {
      const known = this.database.deletionPasswords.get(serverId);
      if (known === undefined || known.password !== password) this.write(serverId, password, now);
    });
  }

  override arm<T>(
    tx: Transaction,
    serverId: string,
    deletion: Operation<T>,
    deadlineAt: Date,
  ): Promise<Operation<T> | null> {
    return this.database.step(tx, () => {
      const row = this.database.deletionPasswords.get(serverId);
      if (row === undefined || row.isRefused) return null;
      this.database.deletionPasswords.set(serverId, { ...row, tryingUntil: deadlineAt });
      return withAdminPassword(deletion, row.password);
    });
  }

  override learn(tx: Transaction, serverId: string, isAccepted: boolean, bookedAt: Date): Promise<void> {
    return this.database.step(tx, () => {
      const row = this.database.deletionPasswords.get(serverId);
      if (row === undefined || row.statedAt > bookedAt) return;
      const learnt = { tryingUntil: null, isProved: isAccepted, isRefused: !isAccepted };
      this.database.deletionPasswords.set(serverId, { ...row, ...learnt });
    });
  }

  private write(serverId: string, password: string | null, statedAt: Date): void {
    const { deletionPasswords } = this.database;
    if (password === null) deletionPasswords.delete(serverId);
    else {
      deletionPasswords.set(serverId, { password, statedAt, tryingUntil: null, isProved: false, isRefused: false });
    }
  }
}
