import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../clock/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { Logger } from '../../logging/logger.js';
import { WakeLoop } from '../../work/wake-loop.js';
import { IdempotencyStore } from './idempotency-store.js';

const SWEEP_MS = 60 * 60_000;

/** Deletes answers that are no longer given: nothing depends on when, since the look-up minds the time too. */
@Injectable()
export class IdempotencySweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loop: WakeLoop;

  constructor(
    private readonly settings: Settings,
    private readonly unitOfWork: UnitOfWork,
    private readonly store: IdempotencyStore,
    clock: Clock,
    logger: Logger,
  ) {
    this.loop = new WakeLoop({
      name: 'idempotency-sweep',
      clock,
      pass: () => this.sweep(),
      maxSleepMs: SWEEP_MS,
      failurePauseMs: 60_000,
      onFailure: (error, loop) => logger.error('loop pass failed', error, { loop }),
    });
  }

  onApplicationBootstrap(): void {
    if (this.settings.role !== 'api') this.loop.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  private async sweep(): Promise<null> {
    await this.unitOfWork.run((tx) => this.store.forgetExpired(tx));
    return null;
  }
}
