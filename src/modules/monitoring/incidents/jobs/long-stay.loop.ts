import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Settings } from '../../../../config/settings.js';
import { Clock } from '../../../../platform/clock/clock.js';
import { Logger } from '../../../../platform/logging/logger.js';
import { OutageLog } from '../../../../platform/logging/outage-log.js';
import { Random } from '../../../../platform/random/random.js';
import { WakeLoop } from '../../../../platform/work/wake-loop.js';
import { asJob } from '../../jobs/as-job.js';
import { SweepLongStays } from '../application/sweep-long-stays.js';

const SWEEP_MS = 30_000;
const NAME = 'monitoring.sweep-long-stays';

/** Runs the sweep in processes that work. */
@Injectable()
export class LongStayLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: WakeLoop;

  constructor(
    private readonly settings: Settings,
    sweep: SweepLongStays,
    clock: Clock,
    random: Random,
    logger: Logger,
  ) {
    const outage = new OutageLog(logger, 'looking for long stays');
    this.loop = new WakeLoop({
      name: NAME,
      clock,
      maxSleepMs: SWEEP_MS,
      pass: async () => {
        const next = await asJob(random, NAME, () => sweep.run());
        outage.succeeded();
        return next;
      },
      onFailure: (error) => outage.failed(error),
    });
  }

  onApplicationBootstrap(): void {
    if (this.settings.role !== 'api') this.loop.start();
  }

  /** Before, since the pass that runs now still needs the database. */
  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }
}
