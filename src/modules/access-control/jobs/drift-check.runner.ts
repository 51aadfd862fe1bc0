import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Logger } from '../../../platform/logging/logger.js';
import { OutageLog } from '../../../platform/logging/outage-log.js';
import { WakeLoop } from '../../../platform/work/wake-loop.js';
import { type GatewaySession, HikCentralGateway, type SessionRunner } from '../../hikcentral-gateway/index.js';
import { TakeNextDriftCheck } from '../application/take-next-drift-check.js';

const FAILURE_PAUSE_MS = 10_000;

/** Runs drift checks, one at a time, in the process that holds the lease. */
@Injectable()
export class DriftCheckRunner implements SessionRunner {
  readonly name = 'access-control.check-drift';
  private readonly loops = new Set<WakeLoop>();

  constructor(
    gateway: HikCentralGateway,
    private readonly takeNext: TakeNextDriftCheck,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    gateway.onSession(this);
  }

  /** A check may have been asked for. */
  ring(): void {
    for (const loop of this.loops) loop.ring();
  }

  async run(session: GatewaySession): Promise<void> {
    const { serverId, signal } = session;
    const outage = new OutageLog(this.logger, 'checking drift', { serverId });
    const loop = new WakeLoop({
      name: this.name,
      clock: this.clock,
      maxSleepMs: this.settings.accessSweepMs,
      failurePauseMs: FAILURE_PAUSE_MS,
      pass: async () => {
        const next = await this.takeNext.run(session);
        outage.succeeded();
        return next;
      },
      onFailure: (error) => {
        // A lease that ended is not an outage: its next holder checks on.
        if (!signal.aborted) outage.failed(error);
      },
    });
    this.loops.add(loop);
    loop.start();
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    this.loops.delete(loop);
    await loop.stop();
  }
}
