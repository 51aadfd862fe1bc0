import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { HealthContributor } from '../../platform/health/health-contributor.js';
import { oldestUnrevokedSince } from './persistence/oldest-unrevoked.js';

/** Two windows of the usual call limit, the doors' own delay, and patience for a door that is slow. */
const WORRYING_AFTER_MS = 5 * 60_000;

/** Somebody may still get in who should not: said by every process, from the database. */
@Injectable()
export class AccessControlHealth extends HealthContributor {
  override readonly name = 'access';

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async degradedReason(): Promise<string | null> {
    const since = await this.unitOfWork.read(oldestUnrevokedSince);
    const ageMs = since === null ? 0 : this.clock.now().getTime() - since.getTime();
    return ageMs > WORRYING_AFTER_MS ? 'not-revoked' : null;
  }
}
