import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { Logger } from '../../../platform/logging/logger.js';
import { OutageLog } from '../../../platform/logging/outage-log.js';
import { Random } from '../../../platform/random/random.js';
import { WakeLoop } from '../../../platform/work/wake-loop.js';
import { type GatewaySession, HikCentralGateway, type SessionRunner } from '../../hikcentral-gateway/index.js';
import { ReadLatePassages } from '../application/read-late-passages.js';
import { LATE_EVERY_MS } from '../domain/late-round.js';
import { asJob } from './as-job.js';
import { whileOpen } from './while-open.js';

const FAILURE_PAUSE_MS = 60_000;

/** Looks for late passages once an hour, in the process that holds the lease. */
@Injectable()
export class LatePassageReader implements SessionRunner {
  readonly name = 'monitoring.read-late-passages';

  constructor(
    private readonly readLatePassages: ReadLatePassages,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly logger: Logger,
    gateway: HikCentralGateway,
  ) {
    gateway.onSession(this);
  }

  async run(session: GatewaySession): Promise<void> {
    const outage = new OutageLog(this.logger, 'reading late passages', { serverId: session.serverId });
    const loop = new WakeLoop({
      name: this.name,
      clock: this.clock,
      maxSleepMs: LATE_EVERY_MS,
      failurePauseMs: FAILURE_PAUSE_MS,
      pass: async () => {
        const startedAt = this.clock.now();
        const dueAt = await asJob(this.random, this.name, () => this.readLatePassages.run(session));
        // A look that failed for good waits for its hour like one that ended well.
        if (dueAt !== null && dueAt.getTime() - startedAt.getTime() >= LATE_EVERY_MS) outage.succeeded();
        return dueAt;
      },
      onFailure: (error) => {
        if (!session.signal.aborted) outage.failed(error);
      },
    });
    await whileOpen(session, loop);
  }
}
