import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Logger } from '../../../platform/logging/logger.js';
import { HourlySweep } from '../../../platform/work/hourly-sweep.js';
import { RequestStore } from './request-store.js';

/** Contents of requests after an hour, the rows after a day. */
@Injectable()
export class ForgetRequests extends HourlySweep {
  constructor(
    settings: Settings,
    unitOfWork: UnitOfWork,
    clock: Clock,
    logger: Logger,
    private readonly store: RequestStore,
  ) {
    super('forgetting gateway requests', settings, unitOfWork, clock, logger);
  }

  protected override forget(tx: Transaction, now: Date): Promise<void> {
    return this.store.forget(tx, now);
  }
}
