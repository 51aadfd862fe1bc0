import { Injectable } from '@nestjs/common';
import { Settings } from '../../../../config/settings.js';
import { Clock } from '../../../../platform/clock/clock.js';
import { type Transaction } from '../../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../../platform/database/unit-of-work.js';
import { Logger } from '../../../../platform/logging/logger.js';
import { HourlySweep } from '../../../../platform/work/hourly-sweep.js';
import { IncidentRepository } from '../persistence/incident.repository.js';

const AT_MOST = 5_000;

/** What is over is kept as long as passages are; what nobody has looked after stays. */
@Injectable()
export class ForgetIncidents extends HourlySweep {
  constructor(
    private readonly incidents: IncidentRepository,
    private readonly retention: Settings,
    unitOfWork: UnitOfWork,
    clock: Clock,
    logger: Logger,
  ) {
    super('forgetting incidents', retention, unitOfWork, clock, logger);
  }

  protected override async forget(tx: Transaction, now: Date): Promise<void> {
    await this.incidents.forget(tx, new Date(now.getTime() - this.retention.passageRetentionMs), AT_MOST);
  }
}
