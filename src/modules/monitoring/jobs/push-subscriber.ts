import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Logger } from '../../../platform/logging/logger.js';
import { OutageLog } from '../../../platform/logging/outage-log.js';
import { Random } from '../../../platform/random/random.js';
import { WakeLoop } from '../../../platform/work/wake-loop.js';
import { type GatewaySession, HikCentralGateway, type SessionRunner } from '../../hikcentral-gateway/index.js';
import { SubscribeToPushes } from '../application/subscribe-to-pushes.js';
import { asJob } from './as-job.js';
import { whileOpen } from './while-open.js';

const MINUTE_MS = 60_000;
/** A subscription that is gone costs speed for this long, not passages. Six calls an hour. */
export const LOOK_EVERY_MS = 10 * MINUTE_MS;
/** What the view does not show, such as the token, is said again. */
export const RENEW_EVERY_MS = 12 * 60 * MINUTE_MS;
const FAILURE_PAUSE_MS = MINUTE_MS;

/** Keeps us subscribed to pushes, in the process that holds the lease. */
@Injectable()
export class PushSubscriber implements SessionRunner {
  readonly name = 'monitoring.subscribe-to-pushes';

  constructor(
    private readonly subscribeToPushes: SubscribeToPushes,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly logger: Logger,
    settings: Settings,
    gateway: HikCentralGateway,
  ) {
    if (settings.hikcentral.eventMode === 'push') gateway.onSession(this);
  }

  async run(session: GatewaySession): Promise<void> {
    const { serverId } = session;
    const outage = new OutageLog(this.logger, 'subscribing to pushes', { serverId });
    let subscribedAtMs = -Infinity;
    const loop = new WakeLoop({
      name: this.name,
      clock: this.clock,
      maxSleepMs: LOOK_EVERY_MS,
      failurePauseMs: FAILURE_PAUSE_MS,
      pass: () =>
        asJob(this.random, this.name, async () => {
          const isOld = this.clock.monotonicMs() - subscribedAtMs >= RENEW_EVERY_MS;
          if (isOld || !(await this.subscribeToPushes.stands(session))) {
            await this.subscribeToPushes.subscribe(session);
            subscribedAtMs = this.clock.monotonicMs();
          }
          outage.succeeded();
          return null;
        }),
      onFailure: (error) => {
        if (!session.signal.aborted) outage.failed(error);
      },
    });
    await whileOpen(session, loop);
  }
}
