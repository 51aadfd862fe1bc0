import { type DataSourceOptions } from 'typeorm';
import { type MigrationInterface } from 'typeorm';

export interface DatabaseParts {
  readonly url: string;
  readonly poolMax: number;
  readonly entities: readonly (new () => object)[];
  readonly migrations: readonly (new () => MigrationInterface)[];
}

/** A connection older than this is replaced, so that a failover or a new password is met within the hour. */
const CONNECTION_LIFETIME_SECONDS = 3_600;
const CONNECT_TIMEOUT_MS = 5_000;
const IDLE_TIMEOUT_MS = 30_000;

/**
 * A transaction of ours makes no call and waits for nobody, so one that is idle this long belongs to a process that was
 * stopped in the middle; the locks it holds (the order of events and audit rows above all) must not stop the others.
 */
const IDLE_IN_TRANSACTION_MS = 10_000;

/** The one description of the database connection: the app, `ormconfig.ts` and the tests all start from here. */
export function databaseOptions({ url, poolMax, entities, migrations }: DatabaseParts): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    entities: [...entities],
    migrations: [...migrations],
    migrationsTableName: 'schema_migrations',
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
    applicationName: 'vestibule',
    extra: {
      max: poolMax,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      idleTimeoutMillis: IDLE_TIMEOUT_MS,
      maxLifetimeSeconds: CONNECTION_LIFETIME_SECONDS,
      keepAlive: true,
      options: `-c TimeZone=UTC -c idle_in_transaction_session_timeout=${IDLE_IN_TRANSACTION_MS}`,
    },
  };
}
