import { setTimeout as pause } from 'node:timers/promises';
import { Dice } from '../../simulation/world/dice.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { freePort } from '../../support/free-port.js';
import { environmentFor } from '../../support/vestibule.js';
import { VestibuleProcess } from '../../support/vestibule-process.js';
import { readVisit } from '../../support/visit-steps.js';
import { waitFor } from '../../support/wait-for.js';
import { Crowd, HIDDEN_MS, PUSH_TROUBLES, TROUBLES } from './crowd.js';
import { type AgreedVisit, announceGuests } from './guests.js';
import { type HeldEvent, HikCentralProcess } from './hikcentral-process.js';
import { judgeSet, judgeVisit } from './judge-passages.js';

export interface PassagesOptions {
  /** Of the database. */
  readonly label: string;
  readonly events: number;
  readonly guests: number;
  /** About so many events from one kill to the next. */
  readonly killEvery: number;
  readonly seed: number;
  /** For how long an event in five hundred is not shown; default {@link HIDDEN_MS}. */
  readonly hiddenMs?: number;
  readonly say: (line: string) => void;
}

export interface PassagesResult {
  readonly held: number;
  readonly ours: number;
  readonly kills: number;
  readonly lost: number;
  readonly doubled: number;
  /** What is not right, for people; empty when all is. */
  readonly faults: readonly string[];
  /** What the processes said last; for a failure. */
  readonly said: string;
}

const READY_WITHIN_MS = 120_000;
const SETTLED_WITHIN_MS = 400_000;
const MOST_TOLD = 20;

/** Passages from a troubled list into a product that is killed again and again, and what became of them. */
export async function runPassages(options: PassagesOptions): Promise<PassagesResult> {
  const database = await openTestDatabase(options.label);
  const hikcentral = await HikCentralProcess.start();
  const run = new Run(options, database, hikcentral);
  try {
    return await run.all();
  } finally {
    await run.stop();
    await hikcentral.close();
    await database.close();
  }
}

class Run {
  private product: VestibuleProcess | null = null;
  private port = 0;
  private kills = 0;
  private readonly dice: Dice;

  constructor(
    private readonly options: PassagesOptions,
    private readonly database: TestDatabase,
    private readonly hikcentral: HikCentralProcess,
  ) {
    this.dice = new Dice(options.seed);
  }

  async all(): Promise<PassagesResult> {
    const { events, guests, killEvery, seed, say } = this.options;
    this.port = await freePort();
    await this.begin();
    const agreed = await announceGuests(this.running.api, guests);
    say(`${agreed.length} visits of ${guests} guests are granted`);
    await this.hikcentral.do('events', { seed, ...TROUBLES, lost: { share: 0.002, forMs: this.hiddenMs } });
    await this.hikcentral.do('pushes', PUSH_TROUBLES);
    const crowd = new Crowd(this.hikcentral, [...new Set(agreed.map(({ personCode }) => personCode))], this.dice);
    for (let walked = 0; walked < events;) {
      const part = Math.min(killEvery, events - walked);
      const before = Math.floor(part * this.dice.fraction());
      walked += await crowd.walk(before);
      const isLast = walked + part - before >= events;
      if (isLast) await this.showAll();
      // In the middle of whatever it does.
      await pause(this.dice.between(0, 3_000));
      await this.kill();
      walked += await crowd.walk(part - before);
      if (isLast) await this.letAnHourGoBy();
      await this.begin();
      say(`${walked} walked, ${this.kills} kills, ${await this.count('passages')} passages stored`);
    }
    const held = await this.settle(agreed);
    return this.judge(agreed, held);
  }

  async stop(): Promise<void> {
    await this.product?.kill();
  }

  /** Until nothing is hidden any more, and nothing will be. */
  private async showAll(): Promise<void> {
    await this.hikcentral.do('events', { lost: null });
    await pause(this.hiddenMs + 1_000);
  }

  /** For the look for late ones, which a process takes up at its start. */
  private async letAnHourGoBy(): Promise<void> {
    await this.database.dataSource.query(`UPDATE late_passage_rounds SET started_at = started_at - interval '2 hours'`);
  }

  /** Until all is shown, stored and given to visits. */
  private async settle(agreed: readonly AgreedVisit[]): Promise<readonly HeldEvent[]> {
    await pause(TROUBLES.visibleInMs.max + 1_000);
    const held = await this.hikcentral.events();
    const ours = oursOf(held, agreed);
    await waitFor(async () => (await this.count('passages')) >= ours.length, 'every passage', SETTLED_WITHIN_MS).catch(
      (error: unknown) => this.options.say(String(error)),
    );
    await waitFor(() => this.isApplied(), 'that all are given to visits', SETTLED_WITHIN_MS);
    return held;
  }

  private async judge(agreed: readonly AgreedVisit[], held: readonly HeldEvent[]): Promise<PassagesResult> {
    const ours = oursOf(held, agreed);
    const { dataSource } = this.database;
    const stored = await dataSource.query<{ id: string }[]>('SELECT event_id AS id FROM passages');
    const told = await dataSource.query<{ id: string }[]>(
      `SELECT data->>'eventId' AS id FROM domain_events WHERE name = 'monitoring.passage-recorded.v1'`,
    );
    const { lost, invented, doubled } = judgeSet(ours, stored.map(idOf), told.map(idOf));
    const faults: string[] = [];
    for (const [what, ids] of Object.entries({ lost, invented, doubled })) {
      if (ids.length > 0) faults.push(`${ids.length} events ${what}: ${ids.slice(0, MOST_TOLD).join(', ')}`);
    }
    const foreign = await this.count('foreign_passages');
    if (foreign > held.length - ours.length) faults.push(`${foreign} passages of others, and HikCentral holds fewer`);
    for (const one of agreed) {
      const fault = judgeVisit(one, held, await readVisit(this.running.api, one.visitId));
      if (fault !== null) faults.push(fault);
    }
    faults.push(...(await this.told(agreed)));
    const said = this.running.said().slice(-4_000);
    const counts = { lost: lost.length, doubled: doubled.length };
    return { held: held.length, ours: ours.length, kills: this.kills, ...counts, faults, said };
  }

  /** Who came in, and who left, is told once. */
  private async told(agreed: readonly AgreedVisit[]): Promise<readonly string[]> {
    const rows = await this.database.dataSource.query<{ visit: string; name: string; times: number }[]>(
      `SELECT data->>'visitId' AS visit, name, count(*)::int AS times FROM domain_events
       WHERE name IN ('visits.visit-checked-in.v1', 'visits.visit-ended.v1') GROUP BY 1, 2 HAVING count(*) > 1`,
    );
    const own = new Set(agreed.map(({ visitId }) => visitId));
    return rows
      .filter(({ visit }) => own.has(visit))
      .map(({ visit, name, times }) => `${name} ${times} times: ${visit}`);
  }

  private async isApplied(): Promise<boolean> {
    const [row] = await this.database.dataSource.query<{ left: number }[]>(
      `SELECT count(*)::int AS left FROM domain_events WHERE name = 'monitoring.passage-recorded.v1'
         AND position > (SELECT position FROM event_consumers WHERE name = 'visits.apply-passages')`,
    );
    return row?.left === 0;
  }

  private async count(table: 'passages' | 'foreign_passages'): Promise<number> {
    const [row] = await this.database.dataSource.query<{ n: number }[]>(`SELECT count(*)::int AS n FROM ${table}`);
    return row?.n ?? 0;
  }

  private get hiddenMs(): number {
    return this.options.hiddenMs ?? HIDDEN_MS;
  }

  private get running(): VestibuleProcess {
    if (this.product === null) throw new Error('no process runs');
    return this.product;
  }

  private async begin(): Promise<void> {
    const environment = {
      ...environmentFor(this.database.url, this.hikcentral),
      HIKCENTRAL_EVENT_MODE: 'push',
      PUBLIC_URL: `http://127.0.0.1:${this.port}`,
      HIKCENTRAL_TIMEOUT_MS: '5000',
      MONITORING_INTERVAL_SECONDS: '3',
    };
    this.product = VestibuleProcess.begin(environment, this.port);
    await this.product.untilReady(READY_WITHIN_MS);
  }

  private async kill(): Promise<void> {
    await this.running.kill('SIGKILL');
    this.kills += 1;
  }
}

function oursOf(held: readonly HeldEvent[], agreed: readonly AgreedVisit[]): readonly HeldEvent[] {
  const codes = new Set(agreed.map(({ personCode }) => personCode));
  return held.filter(({ personCode }) => codes.has(personCode));
}

const idOf = ({ id }: { readonly id: string }): string => id;
