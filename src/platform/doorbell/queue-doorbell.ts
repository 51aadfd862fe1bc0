import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { type Queue } from 'bullmq';
import { type Settings } from '../../config/settings.js';
import { type Clock } from '../clock/clock.js';
import { type Logger } from '../logging/logger.js';
import { OutageLog } from '../logging/outage-log.js';
import { type Random } from '../random/random.js';
import { BellListener } from './bell-queue.js';
import { type DoorbellMetrics } from './doorbell.metrics.js';
import { LocalDoorbell } from './local-doorbell.js';
import { type QueueStore } from './queue-store.js';

export interface QueueDoorbellParts {
  readonly settings: Settings;
  readonly store: QueueStore;
  /** By bell. */
  readonly queues: ReadonlyMap<string, Queue>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly metrics: DoorbellMetrics;
}

/** State of one bell's queue as this process sees it. */
interface Line {
  readonly queue: Queue;
  readonly outage: OutageLog;
  isSending: boolean;
  /** How often it was rung, to see whether it was again while a ring was being sent. */
  rings: number;
}

const ORIGIN_BYTES = 6;
const GOODBYE_MS = 2_000;
/** Replicas tick within this of each other, whatever their clocks say. */
const SLOT_KEPT_SECONDS = 3_600;

/**
 * Bells over BullMQ. A process that runs loops wakes its own at once, without the detour, and ignores the echo of its own
 * rings; the queue is for the others. So one process alone pays no latency and does no work twice.
 *
 * The store of the queues may vanish or be emptied at any time: a ring that is lost costs at most one sweep.
 */
@Injectable()
export class QueueDoorbell extends LocalDoorbell implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly origin: string;
  private readonly lines: ReadonlyMap<string, Line>;
  private readonly listeners: BellListener[] = [];
  private jobsMade = 0;
  private closing: Promise<void> | null = null;

  constructor(private readonly parts: QueueDoorbellParts) {
    super();
    this.origin = parts.random.bytes(ORIGIN_BYTES).toString('hex');
    this.lines = new Map([...parts.queues].map(([bell, queue]) => [bell, this.lineOf(bell, queue)]));
  }

  override answer(bell: string, wake: () => void): void {
    if (!this.lines.has(bell)) throw new Error(`no queue stands behind bell ${bell}`);
    super.answer(bell, wake);
  }

  override ring(bell: string): void {
    if (this.isClosing) return;
    this.parts.metrics.rings.inc({ bell });
    if (this.runsLoops) this.wake(bell);
    const line = this.lines.get(bell);
    if (line === undefined) {
      this.parts.metrics.failures.inc({ bell });
      return;
    }
    line.rings += 1;
    // A thousand rings in a row are one or two jobs: whoever hears one looks at everything that is due.
    if (!line.isSending) void this.send(bell, line);
  }

  override ringSlot(bell: string, slot: string): void {
    const line = this.lines.get(bell);
    if (this.isClosing || line === undefined) return;
    void this.add(bell, line, { jobId: `slot-${slot}`, removeOnComplete: { age: SLOT_KEPT_SECONDS } });
  }

  onApplicationBootstrap(): void {
    if (!this.runsLoops) return;
    for (const bell of this.answeredBells) {
      const onFailure = (error: unknown): void => this.fail(bell, error);
      this.listeners.push(new BellListener(bell, this.parts.store, (jobId) => this.hear(bell, jobId), onFailure));
    }
  }

  beforeApplicationShutdown(): Promise<void> {
    this.closing ??= this.close();
    return this.closing;
  }

  /** A store that is away does not answer goodbyes, so they get a moment and then it is hung up. */
  private async close(): Promise<void> {
    const goodbyes = [...this.listeners, ...this.parts.queues.values()].map((open) => open.close());
    const patience = new AbortController();
    await Promise.race([Promise.allSettled(goodbyes), this.parts.clock.sleep(GOODBYE_MS, patience.signal)]);
    patience.abort();
    await this.parts.store.close();
  }

  private get isClosing(): boolean {
    return this.closing !== null;
  }

  private get runsLoops(): boolean {
    return this.parts.settings.role !== 'api';
  }

  private lineOf(bell: string, queue: Queue): Line {
    queue.on('error', (error) => this.fail(bell, error));
    const outage = new OutageLog(this.parts.logger, 'ringing through the queue', { bell });
    return { queue, outage, isSending: false, rings: 0 };
  }

  private hear(bell: string, jobId: string): void {
    this.lines.get(bell)?.outage.succeeded();
    if (!this.isClosing && !jobId.startsWith(this.origin)) this.wake(bell);
  }

  private async send(bell: string, line: Line): Promise<void> {
    line.isSending = true;
    let ringsSeen: number;
    do {
      ringsSeen = line.rings;
      await this.add(bell, line, {
        jobId: `${this.origin}-${this.jobsMade++}`,
        // Of this process only: merged into another's ring it would come back as that one's echo, or not at all.
        deduplication: { id: this.origin, keepLastIfActive: true },
      });
    } while (line.rings > ringsSeen);
    line.isSending = false;
  }

  private async add(bell: string, line: Line, options: Parameters<Queue['add']>[2]): Promise<void> {
    try {
      await line.queue.add('ring', {}, options);
      line.outage.succeeded();
    } catch (error) {
      this.fail(bell, error);
    }
  }

  /** Not passed on: nobody who rings can do anything about it, and the sweep finds what was not rung for. */
  private fail(bell: string, error: unknown): void {
    if (this.isClosing) return;
    this.parts.metrics.failures.inc({ bell });
    this.lines.get(bell)?.outage.failed(error);
  }
}
