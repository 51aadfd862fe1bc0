import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { type Simulator } from '../../simulator/index.js';

export interface BacklogOptions {
  readonly databaseUrl: string;
  /** Settings of the processes. */
  readonly environment: Readonly<Record<string, string>>;
  readonly simulator: Simulator;
  readonly processCount: number;
  readonly callCount: number;
  readonly windowMs: number;
  /** How often the holder of the lease is killed; null: never. */
  readonly killEveryMs: number | null;
  readonly giveUpAfterMs: number;
}

export interface BacklogResult {
  readonly doneCount: number;
  readonly arrivedCount: number;
  readonly maxInAnyWindow: number;
  readonly refusedCount: number;
  /** From the first arrival to the last. */
  readonly spanMs: number;
  readonly killCount: number;
}

const LOOK_EVERY_MS = 100;

/** Lets processes work off a backlog of calls together, and tells what arrived at the simulator meanwhile. */
export async function workOffBacklog(options: BacklogOptions): Promise<BacklogResult> {
  const database = new Client({ connectionString: options.databaseUrl });
  await database.connect();
  await database.query(
    'CREATE TABLE IF NOT EXISTS bench_backlog (id int PRIMARY KEY, claimed_in bigint, done_at timestamptz)',
  );
  await database.query('TRUNCATE bench_backlog');
  await database.query('INSERT INTO bench_backlog (id) SELECT generate_series(1, $1::int)', [options.callCount]);
  const before = options.simulator.control.arrivals().length;
  const crew = new Crew(options);
  try {
    crew.start();
    const killCount = await killUntilDone(options, database, crew);
    return { ...resultOf(options, before), doneCount: await doneCount(database), killCount };
  } finally {
    await crew.stop();
    await database.end();
  }
}

async function killUntilDone(
  { callCount, killEveryMs, giveUpAfterMs }: BacklogOptions,
  database: Client,
  crew: Crew,
): Promise<number> {
  const beganAtMs = performance.now();
  let killCount = 0;
  while ((await doneCount(database)) < callCount && performance.now() - beganAtMs < giveUpAfterMs) {
    if (killEveryMs !== null && performance.now() - beganAtMs >= (killCount + 1) * killEveryMs) {
      await crew.killHolder(database);
      killCount += 1;
    }
    crew.assertComplete();
    await pause(LOOK_EVERY_MS);
  }
  return killCount;
}

async function doneCount(database: Client): Promise<number> {
  const { rows } = await database.query<{ done: number }>('SELECT count(done_at)::int AS done FROM bench_backlog');
  return rows[0]?.done ?? 0;
}

function resultOf(
  { simulator, windowMs }: BacklogOptions,
  before: number,
): Omit<BacklogResult, 'doneCount' | 'killCount'> {
  const arrivals = simulator.control.arrivals().slice(before);
  const times = arrivals.map(({ atMs }) => atMs);
  return {
    arrivedCount: arrivals.length,
    maxInAnyWindow: simulator.control.maxCallsInAnyWindow(windowMs),
    refusedCount: arrivals.filter(({ isOverBudget }) => isOverBudget).length,
    spanMs: Math.max(...times) - Math.min(...times),
  };
}

/** The processes; whoever is killed is replaced at once, as an orchestrator would. */
class Crew {
  private readonly members = new Set<ChildProcess>();
  private deserted: string | null = null;

  constructor(private readonly options: BacklogOptions) {}

  start(): void {
    for (let each = 0; each < this.options.processCount; each += 1) this.hire();
  }

  async killHolder(database: Client): Promise<void> {
    const { rows } = await database.query<{ holder: string }>('SELECT holder FROM hikcentral_leases');
    const pid = Number(rows[0]?.holder.split(':').pop());
    const holder = [...this.members].find((member) => member.pid === pid);
    // Between two holders there is nobody to kill.
    if (!holder) return;
    await this.end(holder, 'SIGKILL');
    this.hire();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.members].map((member) => this.end(member, 'SIGTERM')));
  }

  private hire(): void {
    const member = spawn(process.execPath, ['--enable-source-maps', 'dist/bench/budget/worker.js'], {
      env: { PATH: process.env['PATH'], ...this.options.environment },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.members.add(member);
    member.once('exit', (code, signal) => {
      if (this.members.has(member)) this.deserted = `a process ended by itself with ${code ?? signal ?? 'nothing'}`;
    });
  }

  /** @throws Error when one of them is gone that nobody sent away */
  assertComplete(): void {
    if (this.deserted !== null) throw new Error(this.deserted);
  }

  private async end(member: ChildProcess, signal: NodeJS.Signals): Promise<void> {
    this.members.delete(member);
    if (member.exitCode !== null || member.signalCode !== null) return;
    const gone = once(member, 'exit');
    member.kill(signal);
    await gone;
  }
}
