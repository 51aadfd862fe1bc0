import { createPostgresBackend, createRedisBackend, DEFAULT_SCHEMA, runMigrations } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import { Pool, type PoolClient } from 'pg';

/** BullMQ's classes are typed for Redis unless told otherwise at each use; nothing of ours looks at the difference. */
export type QueueBackend = typeof createRedisBackend;

/** Where BullMQ keeps its jobs. The one place that knows which of its backends it is. */
export interface QueueStore {
  readonly backend: QueueBackend;
  /** For queues: shared by all of them, and quick to give up. */
  readonly producerConnection: object;
  /** For workers and listeners, which wait for ever. */
  readonly consumerConnection: object;
  /** Rejects when the store can't be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

const PRODUCER_CONNECTIONS = 2;
/** A worker and a listener each keep one to LISTEN on. */
const CONNECTIONS_PER_ANSWERED_BELL = 2;
const CONNECT_TIMEOUT_MS = 5_000;
const COMMAND_TIMEOUT_MS = 5_000;

/**
 * BullMQ's own backend on our PostgreSQL: one small pool for all queues, in a schema of its own that BullMQ migrates.
 * @param answeredBells how many bells this process answers at most
 */
export async function openPostgresStore(databaseUrl: string, answeredBells: number): Promise<QueueStore> {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: PRODUCER_CONNECTIONS + CONNECTIONS_PER_ANSWERED_BELL * answeredBells,
    options: `-c search_path=${DEFAULT_SCHEMA} -c TimeZone=UTC`,
    application_name: 'vestibule-queues',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: COMMAND_TIMEOUT_MS,
    keepAlive: true,
  });
  // Each queue, worker and listener adds a listener of its own to the pool they share.
  pool.setMaxListeners(0);
  const close = closer(pool);
  try {
    await migrate(pool);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    backend: createPostgresBackend as unknown as QueueBackend,
    producerConnection: pool,
    consumerConnection: pool,
    ping: async () => {
      await pool.query('SELECT 1');
    },
    close,
  };
}

/** Does not wait for Redis: nothing of ours does, and BullMQ connects in its own time. */
export function openRedisStore(redisUrl: string): QueueStore {
  const clients = new Set<Redis>();
  const common = { connectTimeout: CONNECT_TIMEOUT_MS };
  const producer = new TrackedRedis(redisUrl, clients, {
    ...common,
    maxRetriesPerRequest: 1,
    commandTimeout: COMMAND_TIMEOUT_MS,
  });
  const consumer = new TrackedRedis(redisUrl, clients, { ...common, maxRetriesPerRequest: null });
  return {
    backend: createRedisBackend,
    producerConnection: producer,
    consumerConnection: consumer,
    ping: async () => {
      await producer.ping();
    },
    close: async () => {
      await Promise.all([...clients].map(hangUp));
    },
  };
}

/**
 * Knows its copies: workers and listeners of BullMQ each wait on one of their own and say goodbye with QUIT, which
 * waits for ever while Redis is away. Whoever shuts down then hangs up on all of them.
 */
class TrackedRedis extends Redis {
  constructor(
    url: string,
    private readonly clients: Set<Redis>,
    options: RedisOptions,
  ) {
    super(url, options);
    this.track(this);
  }

  override duplicate(override?: Partial<RedisOptions>): Redis {
    const copy = super.duplicate(override);
    this.track(copy);
    return copy;
  }

  /** ioredis prints what nobody listens to; queues, workers and `ping` report the same outage, once, to our log. */
  private track(client: Redis): void {
    this.clients.add(client);
    client.on('error', () => undefined);
  }
}

/**
 * Disconnecting a client that waits for its next attempt leaves what it queued unanswered for ever (ioredis 5.11), QUIT
 * among it, and the process up. One last attempt ends the client as it should.
 */
async function hangUp(client: Redis): Promise<void> {
  client.disconnect();
  if (client.status !== 'reconnecting') return;
  await client.connect().then(
    () => client.disconnect(),
    // It fails because the client is closed or Redis is away: either way the client has ended.
    () => undefined,
  );
}

/**
 * `pool.end()` waits for every client to be given back, and a listener that is closed while it is still connecting never
 * gives its own back (bullmq 6.7): the process would not exit. So the connections themselves are ended.
 */
function closer(pool: Pool): () => Promise<void> {
  const clients = new Set<PoolClient>();
  pool.on('connect', (client) => clients.add(client));
  pool.on('remove', (client) => clients.delete(client));
  return async () => {
    void pool.end();
    await Promise.all([...clients].map((client) => client.end()));
  };
}

async function migrate(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await runMigrations(client, DEFAULT_SCHEMA);
  } finally {
    client.release();
  }
}
