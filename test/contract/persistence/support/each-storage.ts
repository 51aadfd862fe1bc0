import { type Settings } from '../../../../src/config/settings.js';
import { KeyVault } from '../../../../src/platform/crypto/key-vault.js';
import { SystemRandom } from '../../../../src/platform/random/random.js';
import { openMemoryStorage } from '../../../simulation/storage/open-memory-storage.js';
import { openSqlStorage } from '../../../simulation/storage/open-sql-storage.js';
import { type Storage } from '../../../simulation/storage/storage.js';
import { openTestDatabase, type TestDatabase } from '../../../support/database.js';
import { ManualClock } from '../../../support/manual-clock.js';
import { RecordingDoorbell } from '../../../support/recording-doorbell.js';
import { someSettings } from '../../../support/settings.js';

/** An empty storage, and the world that it was opened in. */
export interface StorageWorld {
  readonly storage: Storage;
  readonly clock: ManualClock;
  readonly vault: KeyVault;
  readonly settings: Settings;
  readonly doorbell: RecordingDoorbell;
}

export function memoryWorld(): StorageWorld {
  const parts = someParts();
  return { ...parts, storage: openMemoryStorage(parts) };
}

export async function sqlWorld(database: TestDatabase): Promise<StorageWorld> {
  await empty(database);
  const parts = someParts();
  return { ...parts, storage: openSqlStorage(database, parts) };
}

/** The same expectations of both storages. `world` is a new one in each test. */
export function describeEachStorage(title: string, tell: (world: () => StorageWorld) => void): void {
  describe(`${title} in memory`, () => {
    let world: StorageWorld;
    beforeEach(() => {
      world = memoryWorld();
    });
    tell(() => world);
  });

  describe(`${title} in PostgreSQL`, () => {
    let database: TestDatabase;
    let world: StorageWorld;
    beforeAll(async () => {
      database = await openTestDatabase();
    });
    afterAll(() => database.close());
    beforeEach(async () => {
      world = await sqlWorld(database);
    });
    tell(() => world);
  });
}

function someParts() {
  const random = new SystemRandom();
  return {
    clock: new ManualClock(),
    random,
    vault: new KeyVault(Buffer.alloc(32, 7), random),
    settings: someSettings(),
    doorbell: new RecordingDoorbell(),
    onChange: () => undefined,
  };
}

/** What migrations put there stays, and what may not be emptied, which nobody here reads. */
const KEPT_TABLES = ['schema_migrations', 'event_epochs', 'audit_head', 'audit_log'];

/** Only what was written to: emptying a table costs as much as a test. */
async function empty({ dataSource }: TestDatabase): Promise<void> {
  const tables = await dataSource.query<{ name: string }[]>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL ($1)`,
    [KEPT_TABLES],
  );
  const looks = tables.map(({ name }) => `SELECT '"${name}"' AS name WHERE EXISTS (SELECT 1 FROM "${name}")`);
  const written = await dataSource.query<{ name: string }[]>(looks.join(' UNION ALL '));
  if (written.length === 0) return;
  await dataSource.query(`TRUNCATE ${written.map(({ name }) => name).join(', ')} RESTART IDENTITY CASCADE`);
}
