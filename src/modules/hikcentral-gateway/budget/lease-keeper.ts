import { Client } from 'pg';
import { type Clock } from '../../../platform/clock/clock.js';
import { type Logger } from '../../../platform/logging/logger.js';
import { type Random } from '../../../platform/random/random.js';
import { advisoryLockOf } from './lease-key.js';
import { Lease } from './lease.js';

const RETRY_MS = 1_000;
const RETRY_JITTER_MS = 250;
const CONNECT_TIMEOUT_MS = 3_000;
const QUERY_TIMEOUT_MS = 4_000;
/**
 * PostgreSQL ends a holder's connection, and with it the lock, when no heartbeat came for this long: a frozen process
 * does not hold up its successor. Longer than a heartbeat is good for, so that the old holder has stopped by then.
 */
const SILENT_HOLDER_MS = 8_000;
/** The same for a machine that vanished: 3 s of silence, then three questions a second apart. */
const TCP_KEEPALIVE = 'SET tcp_keepalives_idle = 3; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 3';

export interface LeaseKeeperOptions {
  /** A direct connection: a session lock means nothing through a pooler. */
  readonly databaseUrl: string;
  readonly leaseKey: string;
  /** Who holds it, for people: host and process. */
  readonly holder: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** Tries for the lease of one HikCentral, about once a second. */
export class LeaseKeeper {
  private isTrouble = false;

  constructor(private readonly options: LeaseKeeperOptions) {}

  /** Waits for its turn; null when `signal` aborts first. */
  async acquire(signal: AbortSignal): Promise<Lease | null> {
    while (!signal.aborted) {
      const lease = await this.tryOnce(signal);
      if (lease) return lease;
      await this.rest(signal);
    }
    return null;
  }

  /** One connection, as long as it lasts or until the lock is ours. */
  private async tryOnce(signal: AbortSignal): Promise<Lease | null> {
    const client = this.newClient();
    const ended = new AbortController();
    const onEnd = (): void => ended.abort();
    client.on('error', onEnd);
    client.on('end', onEnd);
    try {
      await client.connect();
      await client.query(`SET idle_session_timeout = ${SILENT_HOLDER_MS}; ${TCP_KEEPALIVE}`);
      const lease = await this.waitForLock(client, AbortSignal.any([signal, ended.signal]));
      this.isTrouble = false;
      if (lease) return lease;
    } catch (error) {
      this.report(error);
    }
    await endQuietly(client);
    return null;
  }

  private async waitForLock(client: Client, signal: AbortSignal): Promise<Lease | null> {
    const lock = advisoryLockOf(this.options.leaseKey);
    while (!signal.aborted) {
      const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1::bigint) AS held', [lock]);
      if (rows[0]?.held === true) return this.takeOver(client);
      await this.rest(signal);
    }
    return null;
  }

  private async takeOver(client: Client): Promise<Lease> {
    const { clock, leaseKey, holder } = this.options;
    const askedAtMs = clock.monotonicMs();
    const { rows } = await client.query<{ epoch: string }>(
      `INSERT INTO hikcentral_leases (lease_key, epoch, holder, taken_at) VALUES ($1, 1, $2, $3)
       ON CONFLICT (lease_key) DO UPDATE
         SET epoch = hikcentral_leases.epoch + 1, holder = excluded.holder, taken_at = excluded.taken_at
       RETURNING epoch`,
      [leaseKey, holder, clock.now()],
    );
    return new Lease(leaseKey, Number(rows[0]?.epoch), client, clock, askedAtMs);
  }

  private newClient(): Client {
    return new Client({
      connectionString: this.options.databaseUrl,
      application_name: 'vestibule-lease',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
    });
  }

  private rest(signal: AbortSignal): Promise<void> {
    const { clock, random } = this.options;
    return clock.sleep(RETRY_MS + random.fraction() * RETRY_JITTER_MS, signal);
  }

  /** Once when it begins, not once a second. */
  private report(error: unknown): void {
    if (!this.isTrouble) this.options.logger.error('lease connection failed', error);
    this.isTrouble = true;
  }
}

async function endQuietly(client: Client): Promise<void> {
  // A connection that is broken already cannot be ended any better.
  await client.end().catch(() => undefined);
}
