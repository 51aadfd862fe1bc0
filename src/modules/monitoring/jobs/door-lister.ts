import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { Logger } from '../../../platform/logging/logger.js';
import { OutageLog } from '../../../platform/logging/outage-log.js';
import { Random } from '../../../platform/random/random.js';
import { WakeLoop } from '../../../platform/work/wake-loop.js';
import { type GatewaySession, HikCentralGateway, type SessionRunner } from '../../hikcentral-gateway/index.js';
import { ApplyDirectionSettings } from '../application/apply-direction-settings.js';
import { FRESH_MS, RefreshDoors } from '../application/refresh-doors.js';
import { asJob } from './as-job.js';
import { whileOpen } from './while-open.js';

/** Nothing waits for the list but names: events bring what they need with them. */
const FAILURE_PAUSE_MS = 60_000;

/** Keeps the list of doors fresh, and the settings' word about them, in the process that holds the lease. */
@Injectable()
export class DoorLister implements SessionRunner {
  readonly name = 'monitoring.list-doors';

  constructor(
    private readonly applySettings: ApplyDirectionSettings,
    private readonly refreshDoors: RefreshDoors,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly logger: Logger,
    gateway: HikCentralGateway,
  ) {
    gateway.onSession(this);
  }

  async run(session: GatewaySession): Promise<void> {
    const { serverId } = session;
    const outage = new OutageLog(this.logger, 'listing doors', { serverId });
    let areSettingsApplied = false;
    const loop = new WakeLoop({
      name: this.name,
      clock: this.clock,
      maxSleepMs: FRESH_MS,
      failurePauseMs: FAILURE_PAUSE_MS,
      pass: () =>
        asJob(this.random, this.name, async () => {
          if (!areSettingsApplied) await this.applySettings.run(serverId);
          areSettingsApplied = true;
          const staleAt = await this.refreshDoors.run(session);
          outage.succeeded();
          return staleAt;
        }),
      onFailure: (error) => {
        if (!session.signal.aborted) outage.failed(error);
      },
    });
    await whileOpen(session, loop);
  }
}
