import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { BELLS } from '../../../contracts/bells.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Doorbell } from '../../../platform/doorbell/doorbell.js';
import { Logger } from '../../../platform/logging/logger.js';
import { OutageLog } from '../../../platform/logging/outage-log.js';
import { WakeLoop } from '../../../platform/work/wake-loop.js';
import { SweepVisits } from '../application/sweep-visits.js';

/** Also the longest that a wall clock that was set forward goes unnoticed. */
const SWEEP_MS = 30_000;

/** Runs the sweep when something is due, in processes that work. */
@Injectable()
export class VisitSweepLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: WakeLoop;

  constructor(
    private readonly settings: Settings,
    sweep: SweepVisits,
    clock: Clock,
    doorbell: Doorbell,
    logger: Logger,
  ) {
    const outage = new OutageLog(logger, 'the sweep of visits');
    this.loop = new WakeLoop({
      name: 'visit-sweep',
      clock,
      pass: async () => {
        const next = await sweep.run();
        outage.succeeded();
        return next;
      },
      maxSleepMs: SWEEP_MS,
      onFailure: (error) => outage.failed(error),
    });
    if (settings.role !== 'api') doorbell.answer(BELLS.sweepVisits, () => this.loop.ring());
  }

  onApplicationBootstrap(): void {
    if (this.settings.role !== 'api') this.loop.start();
  }

  /** Before, since the pass that runs now still needs the database. */
  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }
}
