import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { Logger } from '../../../platform/logging/logger.js';
import { dutyRetryDelayMs } from '../domain/retry-schedule.js';
import { type Cardholder } from '../persistence/cardholder.js';
import { CardholderRepository } from '../persistence/cardholder-repository.js';
import { VisitAccessRepository } from '../persistence/visit-access-repository.js';

/** A cardholder that we fail at harms only its own visits: it rests, ever longer, and says so; all others go on (I15). */
@Injectable()
export class SetAside {
  constructor(
    private readonly cardholders: CardholderRepository,
    private readonly visitAccess: VisitAccessRepository,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** @param owesRevocation its age is on the dashboard, broken or not (I6) */
  async run(tx: Transaction, { id, attempts }: Cardholder, error: unknown, owesRevocation: boolean): Promise<void> {
    const now = this.clock.now();
    const restsUntil = new Date(now.getTime() + dutyRetryDelayMs(attempts + 1, 0));
    await this.cardholders.setAside(tx, id, { now, restsUntil, owesRevocation });
    await this.visitAccess.blameOurselves(tx, id, now);
    this.logger.error('access.cardholder-set-aside', error, { cardholderId: id });
  }
}
