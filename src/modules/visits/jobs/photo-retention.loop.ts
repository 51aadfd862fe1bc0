import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Logger } from '../../../platform/logging/logger.js';
import { OutageLog } from '../../../platform/logging/outage-log.js';
import { WakeLoop } from '../../../platform/work/wake-loop.js';
import { ForgetPhotos } from '../application/forget-photos.js';

/** Retention is told in days. */
const SWEEP_MS = 60 * 60_000;
const FAILURE_PAUSE_MS = 60_000;

/** Forgets photos whose time has passed, in processes that work; what is overdue is found by SQL alone. */
@Injectable()
export class PhotoRetentionLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: WakeLoop;

  constructor(
    private readonly settings: Settings,
    forget: ForgetPhotos,
    clock: Clock,
    logger: Logger,
  ) {
    const outage = new OutageLog(logger, 'forgetting photos');
    this.loop = new WakeLoop({
      name: 'visits.photo-retention',
      clock,
      maxSleepMs: SWEEP_MS,
      failurePauseMs: FAILURE_PAUSE_MS,
      pass: async () => {
        const count = await forget.run();
        outage.succeeded();
        if (count > 0) logger.info('visits.photos-forgotten', { count });
        return null;
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
