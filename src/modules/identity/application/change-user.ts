import { Injectable } from '@nestjs/common';
import { type Role } from '../../../contracts/permissions.js';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type User } from '../domain/user.js';
import { LastAdminError, UserNotFoundError } from '../identity.errors.js';
import { SessionRepository } from '../persistence/session-repository.js';
import { UserRepository } from '../persistence/user-repository.js';
import { Passwords } from './passwords.js';

export interface UserChanges {
  readonly name?: string;
  readonly role?: Role;
  readonly password?: string;
  readonly blocked?: boolean;
}

@Injectable()
export class ChangeUser {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
    private readonly sessions: SessionRepository,
    private readonly passwords: Passwords,
    private readonly clock: Clock,
  ) {}

  /**
   * A block or another password ends every session of the user, so that lifting the block revives none.
   * @throws USER_NOT_FOUND
   * @throws LAST_ADMIN when nobody would be left to manage users
   */
  async run(id: string, { password, ...changes }: UserChanges): Promise<User> {
    const passwordHash = password === undefined ? undefined : await this.passwords.hash(password);
    const now = this.clock.now();
    return this.unitOfWork.run(async (tx) => {
      await this.refuseLastAdmin(tx, id, changes);
      if ((await this.users.lock(tx, id)) === null) throw new UserNotFoundError(id);
      const user = await this.users.change(tx, id, { ...changes, ...(passwordHash && { passwordHash }) }, now);
      if (passwordHash !== undefined || changes.blocked === true) await this.sessions.endAllOf(tx, id, now);
      audit(tx, {
        action: 'identity.change-user',
        entity: 'user',
        entityId: id,
        detail: {
          changed: [...Object.keys(changes), ...(password === undefined ? [] : ['password'])],
          role: user.role,
          blocked: user.blocked,
        },
      });
      return user;
    });
  }

  private async refuseLastAdmin(tx: Transaction, id: string, { role, blocked }: UserChanges): Promise<void> {
    const losesAdmin = blocked === true || (role !== undefined && role !== 'admin');
    if (!losesAdmin) return;
    const admins = await this.users.lockAdmins(tx);
    if (admins.length === 1 && admins[0] === id) throw new LastAdminError();
  }
}
