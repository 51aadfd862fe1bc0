import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Logger } from '../../../platform/logging/logger.js';
import { HourlySweep } from '../../../platform/work/hourly-sweep.js';
import { DriftCheckRepository } from '../persistence/drift-check-repository.js';

const DAY_MS = 24 * 3_600_000;
const QUIET_KEPT_MS = 2 * DAY_MS;
const TELLING_KEPT_MS = 90 * DAY_MS;

/** Checks that found nothing after two days, the others after ninety. */
@Injectable()
export class ForgetDriftChecks extends HourlySweep {
  constructor(
    settings: Settings,
    unitOfWork: UnitOfWork,
    clock: Clock,
    logger: Logger,
    private readonly checks: DriftCheckRepository,
  ) {
    super('forgetting drift checks', settings, unitOfWork, clock, logger);
  }

  protected override forget(tx: Transaction, now: Date): Promise<void> {
    const before = (keptMs: number): Date => new Date(now.getTime() - keptMs);
    return this.checks.forget(tx, { quiet: before(QUIET_KEPT_MS), telling: before(TELLING_KEPT_MS) });
  }
}
