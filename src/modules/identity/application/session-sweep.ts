import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Logger } from '../../../platform/logging/logger.js';
import { HourlySweep } from '../../../platform/work/hourly-sweep.js';
import { SessionRepository } from '../persistence/session-repository.js';

/** Sessions that nobody can use any more; each look-up minds the time too. */
@Injectable()
export class SessionSweep extends HourlySweep {
  constructor(
    settings: Settings,
    unitOfWork: UnitOfWork,
    clock: Clock,
    logger: Logger,
    private readonly sessions: SessionRepository,
  ) {
    super('forgetting sessions', settings, unitOfWork, clock, logger);
  }

  protected override async forget(tx: Transaction, now: Date): Promise<void> {
    await this.sessions.forgetExpired(tx, now);
  }
}
