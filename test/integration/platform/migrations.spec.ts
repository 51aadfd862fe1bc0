import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { ENTITIES, MIGRATIONS } from '../../../src/app.persistence.js';
import { databaseOptions } from '../../../src/platform/database/database-options.js';

const BOOKKEEPING = 'schema_migrations';

/** Everything that makes a schema, as PostgreSQL itself spells it. */
const CATALOG = {
  columns: `SELECT table_name, column_name, column_default, is_nullable, data_type, udt_name, collation_name, is_identity,
                   identity_generation, is_generated, generation_expression
            FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> $1`,
  constraints: `SELECT conrelid::regclass::text AS owner, conname, pg_get_constraintdef(oid) AS definition
                FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> $1`,
  indexes: `SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> $1`,
  triggers: `SELECT tgrelid::regclass::text AS owner, tgname, pg_get_triggerdef(oid) AS definition
             FROM pg_trigger WHERE NOT tgisinternal AND tgname <> $1`,
  functions: `SELECT proname, pg_get_functiondef(oid) AS definition
              FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' AND proname <> $1
                AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')`,
  types: `SELECT typname, typtype FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typname <> $1
            AND typname NOT LIKE '%' || $1`,
  sequences: `SELECT sequencename, data_type, increment_by, cycle FROM pg_sequences
              WHERE schemaname = 'public' AND sequencename NOT LIKE $1 || '%'`,
  extensions: `SELECT extname FROM pg_extension WHERE extname <> $1`,
} as const;

type Schema = Record<string, string[]>;

describe('migrations', () => {
  const name = `vestibule_migrations_${process.env['JEST_WORKER_ID'] ?? '1'}`;
  const server = process.env['TEST_POSTGRES_SERVER'] ?? '';
  let dataSource: DataSource;

  const onServer = async (...statements: string[]): Promise<void> => {
    const client = new Client({ connectionString: `${server}/postgres` });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  };

  beforeAll(async () => {
    await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`, `CREATE DATABASE ${name}`);
    const options = databaseOptions({
      url: `${server}/${name}`,
      poolMax: 2,
      entities: ENTITIES,
      migrations: MIGRATIONS,
    });
    dataSource = await new DataSource(options).initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });

  const schema = async (): Promise<Schema> => {
    const found: Schema = {};
    for (const [part, query] of Object.entries(CATALOG)) {
      const rows = await dataSource.query<object[]>(query, [BOOKKEEPING]);
      found[part] = rows.map((row) => JSON.stringify(row)).sort();
    }
    return found;
  };

  const undoAll = async (): Promise<void> => {
    for (let undone = 0; undone < MIGRATIONS.length; undone += 1) await dataSource.undoLastMigration();
  };

  it('go up, down and up again: nothing is left behind, and the second time is as the first', async () => {
    const empty = await schema();
    await dataSource.runMigrations();
    const first = await schema();
    expect(first['columns']?.length).toBeGreaterThan(20);
    await undoAll();
    expect(await schema()).toEqual(empty);
    await dataSource.runMigrations();
    expect(await schema()).toEqual(first);
  });

  it('are numbered in the order in which their rooms are listed', () => {
    const stamps = MIGRATIONS.map((migration) => Number(/\d{13}$/.exec(migration.name)?.[0]));
    expect(stamps).not.toContain(NaN);
    expect(stamps).toEqual([...stamps].sort((a, b) => a - b));
    expect(new Set(stamps).size).toBe(stamps.length);
  });
});
