import { DataSource, MigrationExecutor } from 'typeorm';
import { MIGRATIONS } from './app.persistence.js';
import { databaseOptions } from './platform/database/database-options.js';

/** Any number: processes that start together migrate one after the other. */
const MIGRATION_LOCK = 7_205_118;

/** The database is older than this program. */
export class PendingMigrationsError extends Error {
  readonly code = 'START.PENDING_MIGRATIONS';

  constructor(names: readonly string[]) {
    super(
      [
        `${names.length} migrations are not applied, nothing was started:`,
        ...names.map((name) => `  ${name}`),
        'Apply them with `npm run migrate`.',
      ].join('\n'),
    );
    this.name = 'PendingMigrationsError';
  }
}

/**
 * @param url direct, not through a pooler: the lock belongs to a session
 * @returns names of what was applied
 */
export function applyMigrations(url: string): Promise<readonly string[]> {
  return withDatabase(url, async (dataSource) => {
    const lockHolder = dataSource.createQueryRunner();
    try {
      await lockHolder.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
      const applied = await dataSource.runMigrations();
      await lockHolder.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
      return applied.map(({ name }) => name);
    } finally {
      await lockHolder.release();
    }
  });
}

/** @throws PendingMigrationsError START.PENDING_MIGRATIONS, each by name */
export function refusePendingMigrations(url: string): Promise<void> {
  return withDatabase(url, async (dataSource) => {
    const pending = await new MigrationExecutor(dataSource).getPendingMigrations();
    if (pending.length > 0) throw new PendingMigrationsError(pending.map(({ name }) => name));
  });
}

/** One connection holds the lock, the other migrates. */
const CONNECTIONS = 2;

async function withDatabase<T>(url: string, work: (dataSource: DataSource) => Promise<T>): Promise<T> {
  const options = databaseOptions({ url, poolMax: CONNECTIONS, entities: [], migrations: MIGRATIONS });
  const dataSource = await new DataSource(options).initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
