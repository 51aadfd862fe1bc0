import { type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type Settings } from '../../config/settings.js';
import { type Clock } from '../clock/clock.js';
import { type Transaction } from '../database/transaction.js';
import { type UnitOfWork } from '../database/unit-of-work.js';
import { type Logger } from '../logging/logger.js';
import { OutageLog } from '../logging/outage-log.js';
import { WakeLoop } from './wake-loop.js';

const SWEEP_MS = 60 * 60_000;
const FAILURE_PAUSE_MS = 60_000;

/** Deletes, once an hour, rows that nobody looks at any more: nothing may depend on when it happens. */
export abstract class HourlySweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loop: WakeLoop;

  protected constructor(
    name: string,
    private readonly settings: Settings,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    const outage = new OutageLog(logger, name);
    this.loop = new WakeLoop({
      name,
      clock,
      maxSleepMs: SWEEP_MS,
      failurePauseMs: FAILURE_PAUSE_MS,
      pass: async () => {
        await this.unitOfWork.run((tx) => this.forget(tx, this.clock.now()));
        outage.succeeded();
        return null;
      },
      onFailure: (error) => outage.failed(error),
    });
  }

  protected abstract forget(tx: Transaction, now: Date): Promise<void>;

  onApplicationBootstrap(): void {
    if (this.settings.role !== 'api') this.loop.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }
}
