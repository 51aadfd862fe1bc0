import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { Logger } from '../../../platform/logging/logger.js';
import { OutageLog } from '../../../platform/logging/outage-log.js';
import { ReadStats } from '../application/read-stats.js';
import { showLiveHealth } from '../api/live-health.response.js';
import { reasonsIn } from './health-of.js';
import { eventFrame, type LiveScope } from './live-entry.js';

/** Streams that open at once share one look. */
const FRESH_MS = 2_000;

/** The event `health`, by what its reader may see. */
export type HealthFrames = Readonly<Record<LiveScope['kind'], Buffer>>;

/** Looks at the figures for all streams of this process at once. */
@Injectable()
export class LiveHealth {
  private looking: Promise<HealthFrames> | null = null;
  private lookedAtMs = -Infinity;
  private readonly outage: OutageLog;

  constructor(
    private readonly readStats: ReadStats,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    this.outage = new OutageLog(logger, 'reading the figures for the live feed');
  }

  /** Never rejects: that the figures cannot be read is health too. */
  look(): Promise<HealthFrames> {
    const nowMs = this.clock.monotonicMs();
    if (this.looking === null || nowMs - this.lookedAtMs > FRESH_MS) {
      this.lookedAtMs = nowMs;
      this.looking = this.read();
    }
    return this.looking;
  }

  failing(): HealthFrames {
    return toFrames(showLiveHealth(this.clock.now(), ['unreadable'], null));
  }

  private async read(): Promise<HealthFrames> {
    try {
      const stats = await this.readStats.run();
      this.outage.succeeded();
      return toFrames(showLiveHealth(stats.at, reasonsIn(stats), stats));
    } catch (error) {
      this.outage.failed(error);
      return this.failing();
    }
  }
}

/** A host may read no figures; how the product is they may know. */
function toFrames(health: ReturnType<typeof showLiveHealth>): HealthFrames {
  return {
    all: Buffer.from(eventFrame('health', health)),
    own: Buffer.from(eventFrame('health', { ...health, stats: null })),
  };
}
