import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Client } from 'pg';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { Logger } from '../../../platform/logging/logger.js';
import { OutageLog } from '../../../platform/logging/outage-log.js';

/** `asked`: of a server. `answered`: a request. `servers`: one was added, changed or removed. */
export const NOTICE_TOPICS = ['asked', 'answered', 'servers'] as const;
export type NoticeTopic = (typeof NOTICE_TOPICS)[number];

/** @param id what the notice is about; null: notices may have been missed */
export type OnNotice = (id: string | null) => void;

const CHANNEL = 'hikcentral_gateway';
const RECONNECT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 3_000;

/**
 * Tells every process of a change, once it is committed. The queues behind the doorbells are heard by workers only, and
 * here an API process waits for an answer. A notice may be lost: whoever listens also looks now and then.
 */
@Injectable()
export class GatewayNotices implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly listeners = new Map<NoticeTopic, Set<OnNotice>>(NOTICE_TOPICS.map((topic) => [topic, new Set()]));
  private readonly stopper = new AbortController();
  private readonly outage: OutageLog;
  private running: Promise<void> | null = null;

  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    this.outage = new OutageLog(logger, 'listening for gateway notices');
  }

  /** Heard by every process when `tx` commits. */
  async announce(tx: Transaction, topic: NoticeTopic, id: string): Promise<void> {
    await tx.query('SELECT pg_notify($1, $2)', [CHANNEL, `${topic}:${id}`]);
  }

  /** @returns what ends it */
  hear(topic: NoticeTopic, listener: OnNotice): () => void {
    this.listeners.get(topic)?.add(listener);
    return () => this.listeners.get(topic)?.delete(listener);
  }

  onApplicationBootstrap(): void {
    this.running ??= this.listen();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopper.abort();
    await this.running;
  }

  private async listen(): Promise<void> {
    const { signal } = this.stopper;
    while (!signal.aborted) {
      try {
        await this.listenOnce(signal);
      } catch (error) {
        this.outage.failed(error);
      }
      await this.clock.sleep(RECONNECT_MS, signal);
    }
  }

  /** One connection, as long as it lasts. */
  private async listenOnce(signal: AbortSignal): Promise<void> {
    const client = new Client({
      // A pooler hands on no notices.
      connectionString: this.settings.databaseDirectUrl,
      application_name: 'vestibule-notices',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    });
    const ended = new Promise<void>((resolve) => {
      client.on('error', () => resolve());
      client.on('end', () => resolve());
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    client.on('notification', ({ payload }) => this.pass(payload ?? ''));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      this.outage.succeeded();
      for (const topic of NOTICE_TOPICS) this.tell(topic, null);
      await ended;
    } finally {
      // A connection that is broken already cannot be ended any better.
      await client.end().catch(() => undefined);
    }
  }

  private pass(payload: string): void {
    const [topic, id = ''] = payload.split(':', 2);
    const known = NOTICE_TOPICS.find((name) => name === topic);
    if (known !== undefined) this.tell(known, id);
  }

  private tell(topic: NoticeTopic, id: string | null): void {
    for (const listener of [...(this.listeners.get(topic) ?? [])]) listener(id);
  }
}
