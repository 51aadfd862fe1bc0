import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { HealthContributor } from '../../platform/health/health-contributor.js';
import { ServerStore } from './persistence/server-store.js';

/** HikCentral that is away degrades the service, in every process: access that was given goes on to end by itself. */
@Injectable()
export class HikCentralHealth extends HealthContributor {
  override readonly name = 'hikcentral';

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: ServerStore,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async degradedReason(): Promise<string | null> {
    return this.unitOfWork.read(async (tx) => {
      const [pause] = await this.store.pauseReasons(tx, this.clock.now());
      return pause ?? ((await this.store.isAnyClockOff(tx)) ? 'clock-differs' : null);
    });
  }
}
