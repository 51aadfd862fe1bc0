import { Injectable } from '@nestjs/common';
import { type Role } from '../../../contracts/permissions.js';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Random } from '../../../platform/random/random.js';
import { encodeToken, hashToken, TOKEN_BYTES } from '../domain/token.js';
import { type ApiKey } from '../domain/user.js';
import { ApiKeyRepository } from '../persistence/api-key-repository.js';

/** Lets a scanner of leaked secrets recognise one of ours. */
const PREFIX = 'vst_';

export interface CreatedApiKey extends ApiKey {
  /** Shown this once. */
  readonly key: string;
}

@Injectable()
export class CreateApiKey {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: ApiKeyRepository,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  run({ name, role }: { name: string; role: Role }): Promise<CreatedApiKey> {
    const key = PREFIX + encodeToken(this.random.bytes(TOKEN_BYTES));
    const row = { id: this.random.uuid(), name, role, createdAt: this.clock.now(), revokedAt: null };
    return this.unitOfWork.run(async (tx) => {
      await this.keys.add(tx, row, hashToken(key));
      audit(tx, { action: 'identity.create-api-key', entity: 'api-key', entityId: row.id, detail: { role } });
      return { ...row, key };
    });
  }
}
