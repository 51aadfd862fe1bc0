import { setTimeout as pause } from 'node:timers/promises';
import { type Simulator, startSimulator } from '../../simulator/index.js';
import { type ApiCaller } from '../support/api-caller.js';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { freePort } from '../support/free-port.js';
import { environmentFor } from '../support/vestibule.js';
import { VestibuleProcess } from '../support/vestibule-process.js';
import { Story } from './story.js';

/** Short enough that a round meets it, wide enough for a life that is not disturbed. */
export const CALL_LIMIT = { calls: 10, windowMs: 3_000 } as const;
/** One call: so long may one that is on its way still take effect, and so long an heir waits before it gives anything. */
export const CALL_TIMEOUT_MS = 2_000;

const SETTINGS = {
  HIKCENTRAL_RATE_LIMIT_CALLS: String(CALL_LIMIT.calls),
  HIKCENTRAL_RATE_LIMIT_WINDOW: String(CALL_LIMIT.windowMs / 1_000),
  HIKCENTRAL_REVOKE_RESERVE: '2',
  HIKCENTRAL_TIMEOUT_MS: String(CALL_TIMEOUT_MS),
  ACCESS_SWEEP_SECONDS: '2',
};
/** How fast a process starts on a busy machine is not judged here. */
const READY_WITHIN_MS = 120_000;
const SAID_TAIL_LINES = 40;
const LOOK_EVERY_MS = 20;

/** A place of work: whoever is killed there is followed by another one. */
interface Seat {
  readonly port: number;
  process: VestibuleProcess;
}

export interface Holder {
  readonly process: VestibuleProcess;
  /** The number of its term. */
  readonly epoch: number;
}

/** A database, a HikCentral with its doors, and our processes: nobody else is there. */
export class Site {
  readonly story = new Story();
  private readonly seats: Seat[] = [];
  private readonly dead: VestibuleProcess[] = [];
  private caller: ApiCaller | null = null;
  private deadBefore = 0;

  private constructor(
    private readonly database: TestDatabase,
    readonly simulator: Simulator,
  ) {}

  /** @param label sites that are open at the same time have different ones */
  static async open(label: string): Promise<Site> {
    const database = await openTestDatabase(label);
    const simulator = await startSimulator({
      employeeCount: 20,
      limit: CALL_LIMIT,
      applyDelayMs: 50,
      // A read that begins after a passage finds it.
      eventDelayMs: 0,
    });
    return new Site(database, simulator);
  }

  get hasProcess(): boolean {
    return this.seats.length > 0;
  }

  /** Of the process that was ready last, unless {@link speakToStandby} chose another one. */
  get api(): ApiCaller {
    if (this.caller === null) throw new Error('no process was ever ready');
    return this.caller;
  }

  async addProcess(): Promise<void> {
    const port = await freePort();
    const seat = { port, process: this.begin(port) };
    this.seats.push(seat);
    await this.untilReady(seat);
  }

  /** Brings somebody for every seat whose process was killed. */
  async fillSeats(): Promise<void> {
    for (const { process } of this.seats) if (this.dead.includes(process)) await this.replace(process);
  }

  /** From now on clients speak to another process than the one that may be hit. */
  async speakToStandby(): Promise<void> {
    const holder = await this.holder();
    const standby = this.seats.find(({ process }) => process !== holder?.process);
    if (standby !== undefined) this.caller = standby.process.api;
  }

  /** Ends a process in whatever it does. */
  async kill(process: VestibuleProcess): Promise<void> {
    this.dead.push(process);
    await process.kill('SIGKILL');
    this.story.add(`process ${process.pid} killed`);
  }

  /** Begins another one where a killed one was, and waits until it is ready. */
  async replace(killed: VestibuleProcess): Promise<void> {
    const seat = this.seats.find(({ process }) => process === killed);
    if (seat === undefined) throw new Error('that process has no seat');
    seat.process = this.begin(seat.port);
    await this.untilReady(seat);
  }

  /** Who may speak to HikCentral; null before anybody may. */
  async holder(): Promise<Holder | null> {
    const [only, second] = this.seats;
    // Asking the database takes time in which a held call may come to its end.
    if (only !== undefined && second === undefined) return { process: only.process, epoch: 0 };
    const [lease] = await this.database.dataSource.query<{ holder: string; epoch: string }[]>(
      'SELECT holder, epoch FROM hikcentral_leases',
    );
    const pid = Number(lease?.holder.split(':').at(-1));
    const seat = this.seats.find(({ process }) => process.pid === pid);
    return lease === undefined || seat === undefined ? null : { process: seat.process, epoch: Number(lease.epoch) };
  }

  beginStory(): void {
    this.story.beginAnew();
    this.deadBefore = this.dead.length;
  }

  /** What happened since {@link beginStory}, HikCentral's calls among it, and what each process said last. */
  tell(): string[] {
    const processes = new Set([...this.dead.slice(this.deadBefore), ...this.seats.map(({ process }) => process)]);
    const said = [...processes].flatMap((process) => [
      `process ${process.pid} said last:`,
      ...process.said().trimEnd().split('\n').slice(-SAID_TAIL_LINES),
    ]);
    return [...this.story.tell(this.simulator), ...said];
  }

  async close(): Promise<void> {
    // What a good stop does is not looked at here, and a frozen process takes no SIGTERM.
    await Promise.all(this.seats.map(({ process }) => process.kill('SIGKILL')));
    await this.simulator.close();
    await this.database.close();
  }

  private begin(port: number): VestibuleProcess {
    const environment = { ...environmentFor(this.database.url, this.simulator), ...SETTINGS };
    const process = VestibuleProcess.begin(environment, port);
    this.story.add(`process ${process.pid} begun`);
    return process;
  }

  private async untilReady(seat: Seat): Promise<void> {
    const { process } = seat;
    try {
      await process.untilReady(READY_WITHIN_MS);
    } catch (error) {
      if (!this.dead.includes(process)) throw error;
      // Killed on purpose before it was ready: who waits for the seat waits for the next.
      while (seat.process === process) await pause(LOOK_EVERY_MS);
      return this.untilReady(seat);
    }
    this.caller = process.api;
    this.story.add(`process ${process.pid} ready`);
  }
}
