import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Simulator, startSimulator } from '../simulator/index.js';
import { ApiClient, type VisitRow } from './api-client.js';
import { DAY_BEGINS_AT_MINUTE, DAY_LASTS_AT_MOST_S, SECONDS_PER_HOUR } from './day.js';
import { Director, type Actor } from './director.js';
import { Product } from './product.js';
import { LiveTable, type TableRow } from './table.js';

const DATA_DIR = join('.data', 'demo');
const ADMIN_EMAIL = 'admin@localhost';
/** Ten calls a minute, as fast as the day is. */
const LIMIT_CALLS = 20;
const LIMIT_WINDOW_SECONDS = 10;
const REDRAW_EVERY_MS = 500;

/** A day of fifteen guests in about a minute and a half. Exits with 0 when every guest ended as the story says. */
async function main(): Promise<void> {
  await rm(DATA_DIR, { recursive: true, force: true });
  const simulator = await startSimulator({ limit: { calls: LIMIT_CALLS, windowMs: LIMIT_WINDOW_SECONDS * 1_000 } });
  process.stdout.write(
    `One day at a site with 2,000 employees; an hour passes in ${SECONDS_PER_HOUR} s. Starting …\n\n`,
  );
  const adminPassword = randomBytes(18).toString('base64url');
  const product = await Product.start({
    dataDir: DATA_DIR,
    port: await freePort(),
    adminEmail: ADMIN_EMAIL,
    adminPassword,
    simulator,
    limitCalls: LIMIT_CALLS,
    limitWindowSeconds: LIMIT_WINDOW_SECONDS,
  });
  const stop = async (): Promise<void> => {
    await product.stop();
    await simulator.close();
  };
  process.once('SIGINT', () => void stop().then(() => process.exit(130)));
  try {
    const api = new ApiClient(product.baseUrl);
    await api.login(ADMIN_EMAIL, adminPassword);
    process.exitCode = await playTheDay(api, simulator);
  } finally {
    await stop();
  }
}

async function playTheDay(api: ApiClient, simulator: Simulator): Promise<number> {
  const director = new Director(api, simulator);
  const table = new LiveTable(process.stdout);
  const announced = director.announceEverybody();
  let visits = new Map<string, VisitRow>();
  const show = (): void =>
    table.draw(
      clockTime(director.secondsOfDay()),
      director.actors.map((actor) => rowOf(actor, visits.get(actor.visitId))),
      budgetLine(simulator),
    );
  while (director.secondsOfDay() < DAY_LASTS_AT_MOST_S) {
    await new Promise((resolve) => setTimeout(resolve, REDRAW_EVERY_MS));
    visits = new Map((await api.visits()).map((visit) => [visit.id, visit]));
    await director.play(visits);
    show();
    if (director.actors.length > 0 && [...visits.values()].every(isOver)) break;
  }
  await announced;
  return verdict(director.actors, visits, simulator);
}

/** An hour of the day for every eight seconds, from nine in the morning. */
function clockTime(seconds: number): string {
  const minutes = DAY_BEGINS_AT_MINUTE + Math.floor((seconds / SECONDS_PER_HOUR) * 60);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function isOver(visit: VisitRow): boolean {
  return !['expected', 'checked_in'].includes(visit.status) && visit.access.status === 'revoked';
}

function rowOf({ guest, note }: Actor, visit: VisitRow | undefined): TableRow {
  const { status = '', closedReason = null, access } = visit ?? {};
  const hasOwnReason = closedReason !== null && closedReason !== status;
  const error = access?.lastError;
  return {
    guest: guest.fullName,
    status: hasOwnReason ? `${status} (${closedReason})` : status,
    access: access?.status ?? '',
    doors: [...new Set(access?.doors.map((door) => door.status))].join(', '),
    note: error?.code ?? (status === 'no_show' && guest.story === 'no-show' ? 'never came' : note),
  };
}

function budgetLine(simulator: Simulator): string {
  const windowMs = LIMIT_WINDOW_SECONDS * 1_000;
  const arrivals = simulator.control.arrivals();
  const most = simulator.control.maxCallsInAnyWindow(windowMs);
  return `HikCentral calls: ${arrivals.length}; at most ${most} in any ${LIMIT_WINDOW_SECONDS} s (limit ${LIMIT_CALLS})`;
}

/** The story told against the world: nobody may be left on a door. */
function verdict(actors: readonly Actor[], visits: ReadonlyMap<string, VisitRow>, simulator: Simulator): number {
  const codes = new Set([...visits.values()].map(({ access }) => access.personCode));
  const open = actors.filter(({ visitId }) => !isOver(visits.get(visitId) as VisitRow));
  const copies = simulator.control.snapshot().doors.flatMap((door) => door.copies);
  const left = copies.filter(({ personCode }) => codes.has(personCode));
  if (!process.stdout.isTTY) process.stdout.write(`\n${budgetLine(simulator)}`);
  process.stdout.write(
    open.length + left.length === 0
      ? '\nEvery visit is over, and no door knows any of the guests.\n'
      : `\nNot over: ${open.map(({ guest }) => guest.fullName).join(', ') || 'none'}; still on a door: ${left.length}.\n`,
  );
  return open.length + left.length === 0 ? 0 : 1;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

await main();
