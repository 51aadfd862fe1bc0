import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Logger } from '../../../platform/logging/logger.js';
import { HourlySweep } from '../../../platform/work/hourly-sweep.js';
import { PassageRepository } from '../persistence/passage.repository.js';

/** One statement's worth: what a shorter retention makes due is forgotten over several hours, without a long lock. */
const AT_MOST = 5_000;

/** Passages of our guests are kept as long as the site says, from when they were stored: no device's clock decides it. */
@Injectable()
export class ForgetPassages extends HourlySweep {
  constructor(
    private readonly passages: PassageRepository,
    private readonly retention: Settings,
    unitOfWork: UnitOfWork,
    clock: Clock,
    logger: Logger,
  ) {
    super('forgetting passages', retention, unitOfWork, clock, logger);
  }

  protected override async forget(tx: Transaction, now: Date): Promise<void> {
    await this.passages.forget(tx, new Date(now.getTime() - this.retention.passageRetentionMs), AT_MOST);
  }
}
