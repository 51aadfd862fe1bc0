import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { ENTITIES, MIGRATIONS } from '../../src/app.persistence.js';
import { databaseOptions } from '../../src/platform/database/database-options.js';

export interface TestDatabase {
  readonly url: string;
  readonly dataSource: DataSource;
  close(): Promise<void>;
}

const TEMPLATE = 'vestibule_template';
/** Any number; workers that find no template build it one after the other. */
const TEMPLATE_LOCK = 7_205_117;

/**
 * A fresh, migrated database for this worker, copied from the template: call once in `beforeAll`, or before each test.
 * @param label tells workers apart that share a server; one of the same label that is there is dropped
 */
export async function openTestDatabase(label = process.env['JEST_WORKER_ID'] ?? '1'): Promise<TestDatabase> {
  const server = process.env['TEST_POSTGRES_SERVER'];
  if (server === undefined) throw new Error('no test server: the global setup did not run');
  const name = `vestibule_test_${label}`;
  const client = new Client({ connectionString: `${server}/postgres` });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    await buildTemplateOnce(client, server);
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    // Copied as files: through the log, as it is by default, it takes twice as long where nothing waits for a disk.
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY FILE_COPY`);
  } finally {
    await client.end();
  }
  const url = `${server}/${name}`;
  const dataSource = await connect(url, 20);
  return { url, dataSource, close: () => dataSource.destroy() };
}

async function buildTemplateOnce(client: Client, server: string): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [TEMPLATE]);
  if (rowCount !== 0) return;
  const unfinished = `${TEMPLATE}_unfinished`;
  await client.query(`DROP DATABASE IF EXISTS ${unfinished}`);
  await client.query(`CREATE DATABASE ${unfinished}`);
  const dataSource = await connect(`${server}/${unfinished}`, 2);
  await dataSource.runMigrations();
  await dataSource.destroy();
  await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${TEMPLATE}`);
}

function connect(url: string, poolMax: number): Promise<DataSource> {
  return new DataSource(databaseOptions({ url, poolMax, entities: ENTITIES, migrations: MIGRATIONS })).initialize();
}
