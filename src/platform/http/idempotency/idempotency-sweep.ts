import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../clock/clock.js';
import { type Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { Logger } from '../../logging/logger.js';
import { HourlySweep } from '../../work/hourly-sweep.js';
import { IdempotencyStore } from './idempotency-store.js';

/** Answers that are no longer given; each look-up minds the time too. */
@Injectable()
export class IdempotencySweep extends HourlySweep {
  constructor(
    settings: Settings,
    unitOfWork: UnitOfWork,
    clock: Clock,
    logger: Logger,
    private readonly store: IdempotencyStore,
  ) {
    super('forgetting idempotency keys', settings, unitOfWork, clock, logger);
  }

  protected override async forget(tx: Transaction, now: Date): Promise<void> {
    await this.store.forgetExpired(tx, now);
  }
}
