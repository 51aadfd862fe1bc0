import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { AttemptWindow } from '../../../platform/http/attempt-window.js';
import { Logger } from '../../../platform/logging/logger.js';
import { OutageLog } from '../../../platform/logging/outage-log.js';
import { Random } from '../../../platform/random/random.js';
import { GatewayError, type PushedEvent, readPushedEvents } from '../../hikcentral-gateway/index.js';
import { RingForPush } from '../application/ring-for-push.js';
import { PushMetrics } from '../push.metrics.js';
import { asJob } from './as-job.js';

/** Of one server and in one process; at 80,000 passages a day the busiest ten seconds see about fifty. */
export const LOOKED_AT = { limit: 200, windowMs: 10_000 } as const;
/** Events that wait for one look at the database. */
export const MAX_WAITING = 1_000;
/** From one look at the database to the next. */
export const REST_MS = 200;

interface Waiting {
  readonly events: Map<string, PushedEvent>;
  isUnclear: boolean;
}

/**
 * Where pushes are laid down: their sender has its answer before anybody looks at them. However many come, they are looked
 * at together, five times a second at most; those that are too many to look at ring like one that cannot be read.
 */
@Injectable()
export class PushDesk implements BeforeApplicationShutdown {
  /** By server. */
  private readonly waiting = new Map<string, Waiting>();
  private readonly arrivals: AttemptWindow;
  private readonly outage: OutageLog;
  private readonly stopper = new AbortController();
  private working: Promise<void> | null = null;

  constructor(
    private readonly ringForPush: RingForPush,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly metrics: PushMetrics,
    logger: Logger,
  ) {
    this.arrivals = new AttemptWindow(clock, LOOKED_AT);
    this.outage = new OutageLog(logger, 'looking at pushes');
  }

  /** Returns at once. The push has shown its token. */
  take(serverId: string, body: unknown): void {
    // A subscription of another day: HikCentral is polled now.
    if (this.settings.hikcentral.eventMode !== 'push' || this.stopper.signal.aborted) return;
    const waiting = this.waiting.get(serverId) ?? { events: new Map<string, PushedEvent>(), isUnclear: false };
    this.waiting.set(serverId, waiting);
    this.lay(serverId, body, waiting);
    this.working ??= this.work();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopper.abort();
    await this.working;
  }

  private lay(serverId: string, body: unknown, waiting: Waiting): void {
    if (this.arrivals.waitMs(serverId) > 0 || waiting.events.size >= MAX_WAITING) {
      waiting.isUnclear = true;
      this.metrics.arrived('unread');
      return;
    }
    this.arrivals.note(serverId);
    const isClear = this.read(body, waiting.events);
    if (!isClear) waiting.isUnclear = true;
    this.metrics.arrived(isClear ? 'read' : 'unclear');
  }

  /** @returns whether all of it could be read */
  private read(body: unknown, events: Map<string, PushedEvent>): boolean {
    let isClear = true;
    try {
      for (const event of readPushedEvents(body, () => (isClear = false))) events.set(event.eventId, event);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      return false;
    }
    return isClear;
  }

  private async work(): Promise<void> {
    const { signal } = this.stopper;
    const laid = [...this.waiting];
    this.waiting.clear();
    for (const [serverId, { events, isUnclear }] of laid) {
      try {
        await asJob(this.random, 'monitoring.look-at-pushes', async () => {
          const hasRung = await this.ringForPush.run(serverId, { events: [...events.values()], isUnclear });
          if (hasRung) this.metrics.rang(serverId);
        });
        this.outage.succeeded();
      } catch (error) {
        // The next poll finds what was pushed.
        this.outage.failed(error);
      }
    }
    await this.clock.sleep(REST_MS, signal);
    this.working = null;
    if (this.waiting.size > 0 && !signal.aborted) this.working = this.work();
  }
}
