import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Logger } from '../../../platform/logging/logger.js';
import { WakeLoop } from '../../../platform/work/wake-loop.js';
import { SessionRepository } from '../persistence/session-repository.js';

const SWEEP_MS = 60 * 60_000;

/** Deletes sessions that nobody can use any more: nothing depends on when, since each look-up minds the time too. */
@Injectable()
export class SessionSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loop: WakeLoop;

  constructor(
    private readonly settings: Settings,
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionRepository,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    this.loop = new WakeLoop({
      name: 'session-sweep',
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
    await this.unitOfWork.run((tx) => this.sessions.forgetExpired(tx, this.clock.now()));
    return null;
  }
}
