import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { BELLS } from '../../../contracts/bells.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Doorbell } from '../../../platform/doorbell/doorbell.js';
import { Logger } from '../../../platform/logging/logger.js';
import { WakeLoop } from '../../../platform/work/wake-loop.js';
import { SweepVisits } from '../application/sweep-visits.js';

/** Also the longest that a wall clock that was set forward goes unnoticed. */
const SWEEP_MS = 30_000;

/** Runs the sweep when something is due, in processes that work. */
@Injectable()
export class VisitSweepLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loop: WakeLoop;

  constructor(
    private readonly settings: Settings,
    sweep: SweepVisits,
    clock: Clock,
    doorbell: Doorbell,
    logger: Logger,
  ) {
    this.loop = new WakeLoop({
      name: 'visit-sweep',
      clock,
      pass: () => sweep.run(),
      maxSleepMs: SWEEP_MS,
      onFailure: (error, loop) => logger.error('loop pass failed', error, { loop }),
    });
    if (settings.role !== 'api') doorbell.answer(BELLS.sweepVisits, () => this.loop.ring());
  }

  onApplicationBootstrap(): void {
    if (this.settings.role !== 'api') this.loop.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }
}
