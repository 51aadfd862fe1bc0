import { Client } from 'pg';
import { type Clock } from '../clock/clock.js';
import { type OutageLog } from '../logging/outage-log.js';

const RECONNECT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 3_000;

export interface NoticeListenerOptions {
  /** Not that of a pooler, which hands on no notices. */
  readonly databaseUrl: string;
  readonly channel: string;
  /** As PostgreSQL shows this connection. */
  readonly applicationName: string;
  readonly clock: Clock;
  readonly outage: OutageLog;
  /** @param payload null: notices may have been missed */
  readonly onNotice: (payload: string | null) => void;
}

/** Hears one channel of PostgreSQL on a connection of its own, and connects again for as long as it runs. */
export class NoticeListener {
  private readonly stopper = new AbortController();
  private running: Promise<void> | null = null;

  constructor(private readonly options: NoticeListenerOptions) {}

  start(): void {
    this.running ??= this.listen();
  }

  async stop(): Promise<void> {
    this.stopper.abort();
    await this.running;
  }

  private async listen(): Promise<void> {
    const { signal } = this.stopper;
    while (!signal.aborted) {
      try {
        await this.listenOnce(signal);
      } catch (error) {
        this.options.outage.failed(error);
      }
      await this.options.clock.sleep(RECONNECT_MS, signal);
    }
  }

  /** One connection, as long as it lasts. */
  private async listenOnce(signal: AbortSignal): Promise<void> {
    const { databaseUrl, channel, applicationName, onNotice, outage } = this.options;
    const client = new Client({
      connectionString: databaseUrl,
      application_name: applicationName,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    });
    const ended = new Promise<void>((resolve) => {
      client.on('error', () => resolve());
      client.on('end', () => resolve());
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    client.on('notification', ({ payload }) => onNotice(payload ?? ''));
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
      outage.succeeded();
      onNotice(null);
      await ended;
    } finally {
      // A connection that is broken already cannot be ended any better.
      await client.end().catch(() => undefined);
    }
  }
}
