import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { EmbeddedStartError } from './embedded-start-error.js';
import { readOrMake } from './kept-file.js';
import { programOf } from './own-process.js';
import { freePort } from './ports.js';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.js';
import { firstClosedFolder, whoRunsPostgres, type RunAs } from './run-as.js';

const USER = 'vestibule';
const DATABASE = 'vestibule';
const START_TIMEOUT_SECONDS = 60;
/** Half of the 20 s that a stop may take as a whole (`src/boot/stop-on-signals.ts`); after it the server goes without a checkpoint. */
const STOP_TIMEOUT_SECONDS = 10;
const ADOPTION_TIMEOUT_MS = 10_000;
const RETRY_MS = 100;
/** Another program may take the port between our look and PostgreSQL's. */
const PORT_ATTEMPTS = 3;
const ERROR_TAIL_CHARACTERS = 500;
const DUPLICATE_DATABASE = '42P04';
/** Lines of `postmaster.pid`: process id first, port fourth. */
const PORT_LINE = 3;

/** A real PostgreSQL of our own in a folder: made at the first start, found again at the next, whoever died between. */
export class EmbeddedPostgres {
  private constructor(
    private readonly binaries: PostgresBinaries,
    private readonly runAs: RunAs,
    private readonly home: string,
    private readonly password: string,
  ) {}

  /** @param home absolute path of its folder */
  static async open(home: string): Promise<EmbeddedPostgres> {
    const binaries = await findPostgresBinaries();
    const runAs = whoRunsPostgres(`${home}/data`);
    for (const path of [binaries.pg_ctl, home]) refuseClosed(firstClosedFolder(path, runAs));
    mkdirSync(home, { recursive: true });
    own(home, runAs);
    const password = readOrMake(`${home}/password`, () => randomBytes(24).toString('base64url'));
    return new EmbeddedPostgres(binaries, runAs, home, password);
  }

  /** @returns the URL of the database, which exists and answers */
  async start(): Promise<string> {
    if (!existsSync(this.data)) await this.initialise();
    this.forgetDeadPostmaster();
    const port = (await this.isRunning()) ? await this.adopt() : await this.launch();
    await this.createDatabase(port);
    return this.url(port, DATABASE);
  }

  /** Waits until it has stopped. A server that does not stop in time is stopped without a checkpoint; it recovers. */
  async stop(): Promise<void> {
    const stop = ['stop', '-D', this.data, '-w', '-t', String(STOP_TIMEOUT_SECONDS)];
    try {
      await this.call(this.binaries.pg_ctl, [...stop, '-m', 'fast']);
    } catch {
      if (await this.isRunning()) await this.call(this.binaries.pg_ctl, [...stop, '-m', 'immediate']);
    }
  }

  private get data(): string {
    return `${this.home}/data`;
  }

  /** Made beside and moved into place, so that a start that was killed leaves nothing half-made. */
  private async initialise(): Promise<void> {
    const draft = `${this.data}.new`;
    const passwordFile = `${draft}.password`;
    rmSync(draft, { recursive: true, force: true });
    writeFileSync(passwordFile, this.password, { mode: 0o600 });
    own(passwordFile, this.runAs);
    await this.call(this.binaries.initdb, [
      `--pgdata=${draft}`,
      `--username=${USER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--set=listen_addresses=127.0.0.1',
      '--set=unix_socket_directories=',
      '--set=timezone=UTC',
      '--set=log_timezone=UTC',
      '--set=max_connections=200',
    ]);
    rmSync(passwordFile);
    renameSync(draft, this.data);
  }

  private async launch(attempt = 1): Promise<number> {
    const port = await freePort();
    const log = `${this.home}/server.log`;
    const wait = ['-w', '-t', String(START_TIMEOUT_SECONDS)];
    try {
      await this.call(this.binaries.pg_ctl, ['start', '-D', this.data, '-l', log, '-o', `-p ${port}`, ...wait]);
      return port;
    } catch (cause) {
      if (attempt < PORT_ATTEMPTS) return this.launch(attempt + 1);
      throw new EmbeddedStartError(`the embedded PostgreSQL did not start; ${log} says why`, { cause });
    }
  }

  /** A server that outlived us is as good as a new one; one that is just stopping is waited for. */
  private async adopt(): Promise<number> {
    const deadlineMs = performance.now() + ADOPTION_TIMEOUT_MS;
    for (;;) {
      const port = this.postmaster()?.port;
      if (port !== undefined && (await this.isAnswering(port))) return port;
      if (!(await this.isRunning())) return this.launch();
      if (performance.now() > deadlineMs) await this.stop();
      await pause(RETRY_MS);
    }
  }

  private async isAnswering(port: number): Promise<boolean> {
    try {
      await this.withClient(port, () => Promise.resolve());
      return true;
    } catch {
      return false;
    }
  }

  private async isRunning(): Promise<boolean> {
    try {
      await this.call(this.binaries.pg_ctl, ['status', '-D', this.data]);
      return true;
    } catch {
      return false;
    }
  }

  /** After a crash of the machine the pid in the file may be somebody else's, and PostgreSQL would wait for them. */
  private forgetDeadPostmaster(): void {
    const postmaster = this.postmaster();
    if (postmaster === null) return;
    const program = programOf(postmaster.pid);
    if (program !== null && program !== 'postgres') rmSync(`${this.data}/postmaster.pid`, { force: true });
  }

  private postmaster(): { readonly pid: number; readonly port: number } | null {
    const path = `${this.data}/postmaster.pid`;
    if (!existsSync(path)) return null;
    const lines = readFileSync(path, 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[PORT_LINE]) };
  }

  private async createDatabase(port: number): Promise<void> {
    await this.withClient(port, async (client) => {
      try {
        await client.query(`CREATE DATABASE ${DATABASE}`);
      } catch (error) {
        if ((error as { code?: unknown }).code !== DUPLICATE_DATABASE) throw error;
      }
    });
  }

  private async withClient(port: number, work: (client: Client) => Promise<void>): Promise<void> {
    const client = new Client({ connectionString: this.url(port, 'postgres'), connectionTimeoutMillis: 2_000 });
    // A server that goes away is met by the statement that needs it.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await work(client);
    } finally {
      await client.end();
    }
  }

  private url(port: number, database: string): string {
    return `postgres://${USER}:${this.password}@127.0.0.1:${port}/${database}`;
  }

  /**
   * In the folder of the server, since the one we stand in may be closed to its user, and out of reach of Ctrl-C, which
   * is for us.
   * @throws EmbeddedStartError START.EMBEDDED_FAILED when the program says no
   */
  private async call(program: string, args: readonly string[]): Promise<void> {
    const child = spawn(program, args, {
      ...this.runAs,
      cwd: this.home,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    const [exitCode] = (await once(child, 'exit')) as [number | null];
    // A server that was started by it keeps the pipe; nobody reads it any more.
    child.stderr.destroy();
    if (exitCode !== 0) throw new EmbeddedStartError(`${program}: ${complaint.trim().slice(-ERROR_TAIL_CHARACTERS)}`);
  }
}

function own(path: string, { uid, gid }: RunAs): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
  chmodSync(path, path.endsWith('password') ? 0o600 : 0o700);
}

function refuseClosed(folder: string | null): void {
  if (folder === null) return;
  throw new EmbeddedStartError(
    `PostgreSQL does not run as root, and no other user may enter ${folder}: start with npm start, run as an ` +
      'ordinary user, or set DATABASE_URL',
  );
}
