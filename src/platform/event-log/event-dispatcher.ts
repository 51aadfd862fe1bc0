import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Settings } from '../../config/settings.js';
import { Clock } from '../clock/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Doorbell } from '../doorbell/doorbell.js';
import { Logger } from '../logging/logger.js';
import { OutageLog } from '../logging/outage-log.js';
import { Random } from '../random/random.js';
import { WakeLoop } from '../work/wake-loop.js';
import { ConsumerFeed, type FeedParts } from './consumer-feed.js';
import { ConsumerPositions } from './consumer-positions.js';
import { EventConsumer } from './event-consumer.js';
import { DISPATCH_EVENTS_BELL } from './event-dispatcher.bell.js';
import { EventLogMetrics } from './event-log.metrics.js';
import { EventLogReader } from './event-log-reader.js';
import { HeadWatch } from './head-watch.js';

/** How long an event waits at most when no bell is heard. */
const SWEEP_MS = 5_000;
/** What an idle consumer waits for is a bell, the watch or its own back-off; this is below all of them. */
const LONGEST_SLEEP_MS = 5 * 60_000;

/**
 * Brings the event log to every consumer, each in a loop of its own: nobody waits for a neighbour or fails with it.
 * Any number of processes may run one; per consumer one of them works at a time. One look at the log's head stands for
 * all consumers' sweeps.
 */
@Injectable()
export class EventDispatcher implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private feeding: readonly WakeLoop[] = [];
  private loops: readonly WakeLoop[] = [];
  private readonly parts: FeedParts;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly settings: Settings,
    doorbell: Doorbell,
    unitOfWork: UnitOfWork,
    reader: EventLogReader,
    positions: ConsumerPositions,
    clock: Clock,
    random: Random,
    logger: Logger,
    metrics: EventLogMetrics,
  ) {
    this.parts = { unitOfWork, reader, positions, clock, random, logger, metrics };
    if (settings.role !== 'api') doorbell.answer(DISPATCH_EVENTS_BELL, () => this.ring());
  }

  /** @throws when two consumers share a name: they would take events from each other */
  onModuleInit(): void {
    const consumers = this.findConsumers();
    for (const { name } of consumers) {
      if (consumers.filter((other) => other.name === name).length > 1) {
        throw new Error(`two event consumers are named ${name}`);
      }
    }
    this.feeding = consumers.map((consumer) => this.loopOf(consumer));
    this.loops = [...this.feeding, this.watchLoop()];
  }

  onApplicationBootstrap(): void {
    if (this.settings.role === 'api') return;
    for (const loop of this.loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
  }

  private ring(): void {
    for (const loop of this.feeding) loop.ring();
  }

  /** A set: a provider may be known under several tokens. */
  private findConsumers(): readonly EventConsumer[] {
    const instances = this.discovery.getProviders().map(({ instance }) => instance as unknown);
    return [...new Set(instances.filter((instance) => instance instanceof EventConsumer))];
  }

  private loopOf(consumer: EventConsumer): WakeLoop {
    const feed = new ConsumerFeed(consumer, this.parts);
    return this.loop(consumer.name, LONGEST_SLEEP_MS, () => feed.pass());
  }

  private watchLoop(): WakeLoop {
    const { unitOfWork, reader } = this.parts;
    const watch = new HeadWatch(unitOfWork, reader, () => this.ring());
    return this.loop('head-watch', SWEEP_MS, async () => {
      await watch.look();
      return null;
    });
  }

  private loop(consumer: string, maxSleepMs: number, pass: () => Promise<Date | 'now' | null>): WakeLoop {
    const outage = new OutageLog(this.parts.logger, 'reading the event log', { consumer });
    return new WakeLoop({
      name: consumer,
      clock: this.parts.clock,
      maxSleepMs,
      pass: async () => {
        const next = await pass();
        outage.succeeded();
        return next;
      },
      onFailure: (error) => outage.failed(error),
    });
  }
}
