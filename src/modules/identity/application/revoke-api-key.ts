import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { ApiKeyNotFoundError } from '../identity.errors.js';
import { ApiKeyRepository } from '../persistence/api-key-repository.js';

@Injectable()
export class RevokeApiKey {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: ApiKeyRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws API_KEY_NOT_FOUND also for one that was revoked before */
  run(id: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      if (!(await this.keys.revoke(tx, id, this.clock.now()))) throw new ApiKeyNotFoundError(id);
      audit(tx, { action: 'identity.revoke-api-key', entity: 'api-key', entityId: id, detail: {} });
    });
  }
}
