import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Random } from '../../../platform/random/random.js';
import { UserRepository } from '../persistence/user-repository.js';
import { Passwords } from './passwords.js';

/** Makes the first admin from the settings when there is no user at all; later those settings mean nothing. */
@Injectable()
export class FirstAdmin implements OnApplicationBootstrap {
  /** Whether this start made the admin, so that the password can be told once. */
  wasMade = false;

  constructor(
    private readonly settings: Settings,
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
    private readonly passwords: Passwords,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.settings.role === 'worker') return;
    if (!(await this.unitOfWork.read((tx) => this.users.isEmpty(tx)))) return;
    const passwordHash = await this.passwords.hash(this.settings.adminPassword);
    this.wasMade = await this.unitOfWork.run(async (tx) => {
      // Again, alone: another process may have started in the meantime.
      if (!(await this.users.isEmptyForSure(tx))) return false;
      const now = this.clock.now();
      const id = this.random.uuid();
      await this.users.add(tx, {
        id,
        email: this.settings.adminEmail,
        name: 'Administrator',
        role: 'admin',
        blocked: false,
        passwordHash,
        createdAt: now,
        updatedAt: now,
      });
      audit(tx, { action: 'identity.make-first-admin', entity: 'user', entityId: id, detail: { role: 'admin' } });
      return true;
    });
  }
}
