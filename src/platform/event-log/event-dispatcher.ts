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

/** How long an event waits at most when no bell is heard. */
const SWEEP_MS = 5_000;

/**
 * Brings the event log to every consumer, each in a loop of its own: nobody waits for a neighbour or fails with it.
 * Any number of processes may run one; per consumer one of them works at a time.
 */
@Injectable()
export class EventDispatcher implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
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
    this.loops = consumers.map((consumer) => this.loopOf(consumer));
  }

  onApplicationBootstrap(): void {
    if (this.settings.role === 'api') return;
    for (const loop of this.loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
  }

  private ring(): void {
    for (const loop of this.loops) loop.ring();
  }

  /** A set: a provider may be known under several tokens. */
  private findConsumers(): readonly EventConsumer[] {
    const instances = this.discovery.getProviders().map(({ instance }) => instance as unknown);
    return [...new Set(instances.filter((instance) => instance instanceof EventConsumer))];
  }

  private loopOf(consumer: EventConsumer): WakeLoop {
    const feed = new ConsumerFeed(consumer, this.parts);
    const outage = new OutageLog(this.parts.logger, 'reading the event log', { consumer: consumer.name });
    return new WakeLoop({
      name: consumer.name,
      clock: this.parts.clock,
      maxSleepMs: SWEEP_MS,
      pass: async () => {
        const next = await feed.pass();
        outage.succeeded();
        return next;
      },
      onFailure: (error) => outage.failed(error),
    });
  }
}
