import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { COMPLETE_ENVIRONMENT } from '../../support/settings.js';
import { processesNaming, Program } from './program.js';

/** A first start makes a database cluster, and the machine may be busy with other tests. */
const LIFE_TIMEOUT_MS = 150_000;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vestibule-start-'));
  // As root the server runs as another user, who must be able to walk in.
  await chmod(folder, 0o755);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function logIn(baseUrl: string, password: string): Promise<number> {
  const { status } = await fetch(`${baseUrl}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'admin@localhost', password }),
  });
  return status;
}

describe('a start with nothing set', () => {
  it(
    'is a whole Vestibule that stops cleanly, knows its data again, and survives a kill',
    async () => {
      const first = Program.run(folder, {});
      const baseUrl = await first.untilUp();
      const password = /password: (\S+)/.exec(first.output)?.[1] ?? '';
      expect(await logIn(baseUrl, password)).toBe(200);

      const beside = Program.run(folder, {});
      expect(await beside.untilExit()).toBe(1);
      expect(beside.output).toMatch(/already running here: process \d+/);

      expect(await first.end('SIGINT')).toBe(0);
      expect(processesNaming(folder)).toEqual([]);

      const second = Program.run(folder, {});
      expect(await logIn(await second.untilUp(), password)).toBe(200);
      expect(second.output).not.toContain('password:');
      const simulatedAt = (output: string): string | undefined => /simulated at (\S+),/.exec(output)?.[1];
      expect(simulatedAt(second.output)).toBe(simulatedAt(first.output));
      await second.end('SIGKILL');

      const third = Program.run(folder, {});
      expect(await logIn(await third.untilUp(), password)).toBe(200);
      expect(simulatedAt(third.output)).toBe(simulatedAt(first.output));
      expect(await third.end('SIGTERM')).toBe(0);
      expect(processesNaming(folder)).toEqual([]);
    },
    LIFE_TIMEOUT_MS,
  );
});

describe('a start with bad settings', () => {
  it('exits 78 with the whole list and touches nothing', async () => {
    const program = Program.run(folder, { PORT: 'http', ROLE: 'boss', MONITORING_INTERVAL_SECOND: '5' });
    expect(await program.untilExit()).toBe(78);
    expect(program.output.trim().split('\n')).toEqual([
      expect.stringContaining('MONITORING_INTERVAL_SECONDS is one'),
      '2 settings are wrong, nothing was started:',
      '  ROLE must be one of all, api, worker',
      '  PORT must be a whole number, 0 to 65535',
    ]);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('a start on a database that was given', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  const environment = (): Record<string, string> => ({ ...COMPLETE_ENVIRONMENT, DATABASE_URL: database.url });

  it('says when its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '0.0.0.0', resolve));
    const { port } = other.address() as AddressInfo;
    const program = Program.run(folder, { ...environment(), PORT: String(port) });
    expect(await program.untilExit()).toBe(1);
    expect(program.output).toContain(`Port ${port} is taken`);
    other.close();
  }, 40_000);

  it('says when the database cannot be reached', async () => {
    const program = Program.run(folder, { ...environment(), DATABASE_URL: 'postgres://x:secret@127.0.0.1:1/x' });
    expect(await program.untilExit()).toBe(1);
    expect(program.output.trim()).toBe('The database of DATABASE_URL cannot be reached (ECONNREFUSED).');
  });

  it('answers as a worker to nobody but the machines around it', async () => {
    const program = Program.run(folder, { ...environment(), ROLE: 'worker' });
    const baseUrl = await program.untilUp();
    const statusOf = async (path: string): Promise<number> => (await fetch(baseUrl + path)).status;
    expect(await statusOf('/health/live')).toBe(200);
    expect(await statusOf('/api/v1/visits')).toBe(404);
    expect(await statusOf('/api/openapi.json')).toBe(404);
    expect(await program.end('SIGTERM')).toBe(0);
  });

  it('is refused in production while a migration is not applied, by name, and goes once it is', async () => {
    const production = { ...environment(), NODE_ENV: 'production' };
    const [last] = await database.dataSource.query<{ name: string }[]>(
      'SELECT name FROM schema_migrations ORDER BY id DESC LIMIT 1',
    );
    await database.dataSource.undoLastMigration();

    const refused = Program.run(folder, production);
    expect(await refused.untilExit()).toBe(78);
    expect(refused.output).toContain(last?.name);

    const migration = Program.run(folder, production, 'migrate.js');
    expect(await migration.untilExit()).toBe(0);
    expect(migration.output).toBe(`applied ${last?.name ?? ''}\n`);

    const accepted = Program.run(folder, { ...production, ROLE: 'api' });
    while (!accepted.output.includes('listening')) await accepted.nextOutput();
    expect(await accepted.end('SIGTERM')).toBe(0);
    expect(await readdir(folder)).toEqual([]);
  }, 60_000);
});
