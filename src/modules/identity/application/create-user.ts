import { Injectable } from '@nestjs/common';
import { type Role } from '../../../contracts/permissions.js';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Random } from '../../../platform/random/random.js';
import { type User } from '../domain/user.js';
import { EmailTakenError } from '../identity.errors.js';
import { UserRepository } from '../persistence/user-repository.js';
import { Passwords } from './passwords.js';

export interface UserToCreate {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

@Injectable()
export class CreateUser {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
    private readonly passwords: Passwords,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** @throws EMAIL_TAKEN in whatever spelling */
  async run({ email, name, role, password }: UserToCreate): Promise<User> {
    const passwordHash = await this.passwords.hash(password);
    const now = this.clock.now();
    const user = { id: this.random.uuid(), email, name, role, blocked: false, createdAt: now, updatedAt: now };
    return this.unitOfWork.run(async (tx) => {
      if (!(await this.users.add(tx, { ...user, passwordHash }))) throw new EmailTakenError();
      audit(tx, { action: 'identity.create-user', entity: 'user', entityId: user.id, detail: { role } });
      return user;
    });
  }
}
