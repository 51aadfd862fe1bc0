import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Logger } from '../../../platform/logging/logger.js';
import { HourlySweep } from '../../../platform/work/hourly-sweep.js';
import { CaptureStore } from './capture-store.js';

/** One statement's worth: what a shorter retention makes due is forgotten over several hours, without a long lock. */
const AT_MOST = 5_000;

/** Captures are kept as long as the site says, from when their passage was stored; with the passage they go anyway. */
@Injectable()
export class ForgetCaptures extends HourlySweep {
  constructor(
    private readonly captures: CaptureStore,
    private readonly retention: Settings,
    unitOfWork: UnitOfWork,
    clock: Clock,
    logger: Logger,
  ) {
    super('forgetting captures', retention, unitOfWork, clock, logger);
  }

  protected override async forget(tx: Transaction, now: Date): Promise<void> {
    await this.captures.forget(tx, new Date(now.getTime() - this.retention.captureRetentionMs), AT_MOST);
  }
}
