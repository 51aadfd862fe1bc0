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
/** What an idle consumer waits for is the watch or its own back-off. This often it passes over what means nothing to it. */
const LONGEST_SLEEP_MS = 5 * 60_000;

/**
 * Brings the event log to every consumer, each in a loop of its own: nobody waits for a neighbour or fails with it.
 * Any number of processes may run one; per consumer one of them works at a time. A bell wakes one look at the log, which
 * knows whom the newest events concern.
 */
@Injectable()
export class EventDispatcher implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private watch: WakeLoop | null = null;
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
    if (settings.role !== 'api') doorbell.answer(DISPATCH_EVENTS_BELL, () => this.watch?.ring());
  }

  /** @throws when two consumers share a name: they would take events from each other */
  onModuleInit(): void {
    const consumers = this.findConsumers();
    for (const { name } of consumers) {
      if (consumers.filter((other) => other.name === name).length > 1) {
        throw new Error(`two event consumers are named ${name}`);
      }
    }
    const feeding = new Map(consumers.map((consumer) => [consumer.name, this.loopOf(consumer)]));
    this.watch = this.watchLoop(consumers, (name) => feeding.get(name)?.ring());
    this.loops = [...feeding.values(), this.watch];
  }

  onApplicationBootstrap(): void {
    if (this.settings.role === 'api') return;
    for (const loop of this.loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
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

  private watchLoop(consumers: readonly EventConsumer[], ring: (consumer: string) => void): WakeLoop {
    const { unitOfWork, reader, positions } = this.parts;
    const watch = new HeadWatch(unitOfWork, reader, positions, consumers, ring);
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
