import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { BELLS } from '../../../contracts/bells.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Doorbell } from '../../../platform/doorbell/doorbell.js';
import { Logger } from '../../../platform/logging/logger.js';
import { OutageLog } from '../../../platform/logging/outage-log.js';
import { Random } from '../../../platform/random/random.js';
import { WakeLoop } from '../../../platform/work/wake-loop.js';
import { type GatewaySession, HikCentralGateway, type SessionRunner } from '../../hikcentral-gateway/index.js';
import { ForgetForeignPassages } from '../application/forget-foreign-passages.js';
import { KeepDoorClocks } from '../application/keep-door-clocks.js';
import { ReadPassages } from '../application/read-passages.js';
import { type PassageSource } from '../domain/passage.js';
import { ReadingPace } from '../domain/reading-pace.js';
import { MonitoringMetrics } from '../monitoring.metrics.js';
import { PassageRings } from '../persistence/passage-rings.js';
import { asJob } from './as-job.js';
import { whileOpen } from './while-open.js';

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
    private readonly keepClocks: KeepDoorClocks,
    private readonly rings: PassageRings,
    private readonly unitOfWork: UnitOfWork,
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
    const failurePauseMs = Math.min(intervalMs, FAILURE_PAUSE_MS);
    const pace = new ReadingPace(intervalMs);
    const loop = new WakeLoop({
      name: this.name,
      clock: this.clock,
      maxSleepMs: intervalMs,
      failurePauseMs,
      pass: async () => {
        // Before the read: what is rung meanwhile rings once more.
        pace.hear(await this.unitOfWork.read((tx) => this.rings.count(tx, serverId)), this.clock.monotonicMs());
        const next = pace.next(this.clock.monotonicMs());
        if (next.atMs <= this.clock.monotonicMs()) {
          pace.started(next, this.clock.monotonicMs());
          const own = await asJob(this.random, this.name, () => this.poll(session, next.source));
          outage.succeeded();
          pace.ended(own > 0, this.clock.monotonicMs());
        }
        const nowMs = this.clock.monotonicMs();
        // Rounded up: woken a part of a millisecond early, it would turn around without time going on.
        return new Date(this.clock.now().getTime() + Math.max(0, Math.ceil(pace.next(nowMs).atMs - nowMs)));
      },
      onFailure: (error) => {
        pace.failed(this.clock.monotonicMs() + failurePauseMs);
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

  /** @returns how many passages of ours were new */
  private async poll(session: GatewaySession, source: PassageSource): Promise<number> {
    await this.forgetForeign.run();
    const startedMs = this.clock.monotonicMs();
    let outcome = 'failed';
    try {
      const own = await this.readPassages.run(session, source);
      outcome = 'complete';
      await this.keepClocks.run(session.serverId);
      return own;
    } finally {
      const seconds = (this.clock.monotonicMs() - startedMs) / MS_PER_SECOND;
      this.metrics.pollSeconds.observe({ server: session.serverId, outcome }, seconds);
    }
  }
}
