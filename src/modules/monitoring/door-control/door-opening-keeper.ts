import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Logger } from '../../../platform/logging/logger.js';
import { OutageLog } from '../../../platform/logging/outage-log.js';
import { Random } from '../../../platform/random/random.js';
import { WakeLoop } from '../../../platform/work/wake-loop.js';
import { GatewayRequests } from '../../hikcentral-gateway/index.js';
import { asJob } from '../jobs/as-job.js';
import { DoorOpenings } from './door-openings.js';
import { EndDoorOpening } from './end-door-opening.js';
import { endingOf } from './opening-outcome.js';

const SWEEP_MS = 60_000;
/** Longer than anybody waits and any call may take. */
const LEFT_OVER_AFTER_MS = 5 * 60_000;

/**
 * Learns what came of openings whose caller, or whose process, went before the answer came: a record without an end
 * would be a door that nobody knows of. Forgets them with the passages.
 */
@Injectable()
export class DoorOpeningKeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: WakeLoop;

  constructor(
    private readonly settings: Settings,
    private readonly unitOfWork: UnitOfWork,
    private readonly requests: GatewayRequests,
    private readonly openings: DoorOpenings,
    private readonly endOpening: EndDoorOpening,
    private readonly clock: Clock,
    random: Random,
    logger: Logger,
  ) {
    const outage = new OutageLog(logger, 'keeping door openings');
    this.loop = new WakeLoop({
      name: 'monitoring.keep-door-openings',
      clock,
      maxSleepMs: SWEEP_MS,
      failurePauseMs: SWEEP_MS,
      pass: async () => {
        await asJob(random, 'monitoring.keep-door-openings', () => this.run());
        outage.succeeded();
        return null;
      },
      onFailure: (error) => outage.failed(error),
    });
  }

  onApplicationBootstrap(): void {
    if (this.settings.role !== 'api') this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  async run(): Promise<void> {
    const now = this.clock.now().getTime();
    const left = await this.unitOfWork.read((tx) => this.openings.leftOver(tx, new Date(now - LEFT_OVER_AFTER_MS)));
    for (const opening of left) {
      const ending = await endingOf(this.requests.recall(opening.id, 'open-door'));
      await this.unitOfWork.run((tx) => this.endOpening.run(tx, opening, ending));
    }
    const { passageRetentionMs } = this.settings;
    await this.unitOfWork.run((tx) => this.openings.forget(tx, new Date(now - passageRetentionMs)));
  }
}
