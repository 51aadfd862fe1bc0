import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { BELLS } from '../../../contracts/bells.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Doorbell } from '../../../platform/doorbell/doorbell.js';
import { Logger } from '../../../platform/logging/logger.js';
import { OutageLog } from '../../../platform/logging/outage-log.js';
import { Random } from '../../../platform/random/random.js';
import { WakeLoop } from '../../../platform/work/wake-loop.js';
import { type GatewaySession, HikCentralGateway, type SessionRunner } from '../../hikcentral-gateway/index.js';
import { ForgetForeignPassages } from '../application/forget-foreign-passages.js';
import { ReadPassages } from '../application/read-passages.js';
import { MonitoringMetrics } from '../monitoring.metrics.js';
import { asJob } from './as-job.js';
import { whileOpen } from './while-open.js';

/** A ring brings the next poll forward, but pushes must not eat the call budget: at most so many polls per interval. */
const POLLS_PER_INTERVAL = 6;
/** After a failure the next try comes sooner than a poll would. */
const FAILURE_PAUSE_MS = 10_000;
const MS_PER_SECOND = 1_000;

/** Reads passages every interval and when rung, in the process that holds the lease. */
@Injectable()
export class PassageReader implements SessionRunner {
  readonly name = 'monitoring.read-passages';
  private readonly loops = new Set<WakeLoop>();

  constructor(
    private readonly readPassages: ReadPassages,
    private readonly forgetForeign: ForgetForeignPassages,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly logger: Logger,
    private readonly metrics: MonitoringMetrics,
    gateway: HikCentralGateway,
    doorbell: Doorbell,
  ) {
    gateway.onSession(this);
    if (settings.role !== 'api') doorbell.answer(BELLS.pollPassages, () => this.ring());
  }

  async run(session: GatewaySession): Promise<void> {
    const { serverId } = session;
    const intervalMs = this.settings.monitoringIntervalMs;
    const outage = new OutageLog(this.logger, 'reading passages', { serverId });
    let lastEndedMs = -Infinity;
    const loop = new WakeLoop({
      name: this.name,
      clock: this.clock,
      maxSleepMs: intervalMs,
      failurePauseMs: Math.min(intervalMs, FAILURE_PAUSE_MS),
      pass: async () => {
        const pauseMs = lastEndedMs + intervalMs / POLLS_PER_INTERVAL - this.clock.monotonicMs();
        if (pauseMs > 0) return new Date(this.clock.now().getTime() + pauseMs);
        const startedMs = this.clock.monotonicMs();
        await asJob(this.random, this.name, () => this.poll(session));
        outage.succeeded();
        lastEndedMs = this.clock.monotonicMs();
        return new Date(this.clock.now().getTime() + Math.max(0, startedMs + intervalMs - lastEndedMs));
      },
      onFailure: (error) => {
        // A lease that ended is not an outage: its next holder reads on.
        if (!session.signal.aborted) outage.failed(error);
      },
    });
    this.loops.add(loop);
    await whileOpen(session, loop);
    this.loops.delete(loop);
    this.metrics.readingEnded(serverId);
  }

  private ring(): void {
    for (const loop of this.loops) loop.ring();
  }

  private async poll(session: GatewaySession): Promise<void> {
    await this.forgetForeign.run();
    const startedMs = this.clock.monotonicMs();
    let outcome = 'failed';
    try {
      await this.readPassages.run(session);
      outcome = 'complete';
    } finally {
      const seconds = (this.clock.monotonicMs() - startedMs) / MS_PER_SECOND;
      this.metrics.pollSeconds.observe({ server: session.serverId, outcome }, seconds);
    }
  }
}
