import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { NoticeListener } from '../../../platform/database/notice-listener.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { Logger } from '../../../platform/logging/logger.js';
import { OutageLog } from '../../../platform/logging/outage-log.js';

/** `asked`: of a server. `answered`: a request. `servers`: one was added, changed or removed. */
export const NOTICE_TOPICS = ['asked', 'answered', 'servers'] as const;
export type NoticeTopic = (typeof NOTICE_TOPICS)[number];

/** @param id what the notice is about; null: notices may have been missed */
export type OnNotice = (id: string | null) => void;

const CHANNEL = 'hikcentral_gateway';

/**
 * Tells every process of a change, once it is committed. The queues behind the doorbells are heard by workers only, and
 * here an API process waits for an answer. A notice may be lost: whoever listens also looks now and then.
 */
@Injectable()
export class GatewayNotices implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly listeners = new Map<NoticeTopic, Set<OnNotice>>(NOTICE_TOPICS.map((topic) => [topic, new Set()]));
  private readonly listener: NoticeListener;

  constructor(settings: Settings, clock: Clock, logger: Logger) {
    this.listener = new NoticeListener({
      databaseUrl: settings.databaseDirectUrl,
      channel: CHANNEL,
      applicationName: 'vestibule-notices',
      clock,
      outage: new OutageLog(logger, 'listening for gateway notices'),
      onNotice: (payload) => this.pass(payload),
    });
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
    this.listener.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.listener.stop();
  }

  private pass(payload: string | null): void {
    if (payload === null) {
      for (const topic of NOTICE_TOPICS) this.tell(topic, null);
      return;
    }
    const [topic, id = ''] = payload.split(':', 2);
    const known = NOTICE_TOPICS.find((name) => name === topic);
    if (known !== undefined) this.tell(known, id);
  }

  private tell(topic: NoticeTopic, id: string | null): void {
    for (const listener of [...(this.listeners.get(topic) ?? [])]) listener(id);
  }
}
