import { setTimeout as pause } from 'node:timers/promises';
import { isAccess } from './api.js';
import { Calls, PATHS } from './calls.js';
import { atLeast, atMost, type Figure, milliseconds, percent, say } from './figure.js';
import { type Site } from './site.js';

const BACKLOG = 500;
/** More than is worked off while the revocations are measured. */
const WORKED_OFF = 150;
const REPETITIONS = 5;
const BUSY_REPETITIONS = 3;
/** Not soon, so that nothing but the backlog itself is in the way. */
const VISIT_IN_MS = 3_600_000;
const PATIENCE_MS = 60_000;
const USE_WINDOWS = 6;
const LOOK_EVERY_MS = 5;

const MOST_FIRST_CALL_MS = 1_000;
const LEAST_USE = 0.95;

/** A backlog of enrolments: how long a revocation waits behind it, and how much of the budget it uses. */
export async function measureBacklog(site: Site, limit: number, reserve: number): Promise<readonly Figure[]> {
  const leaving = await site.guests.announce(REPETITIONS + 2 * BUSY_REPETITIONS);
  await site.api.until(leaving, isAccess('granted'), PATIENCE_MS);
  const before = site.simulator.control.ownPersons().length;
  await site.whileNobodyWorks(() => site.guests.announce(BACKLOG + WORKED_OFF, VISIT_IN_MS));
  const waiting = (): number => BACKLOG + WORKED_OFF - (site.simulator.control.ownPersons().length - before);
  say(`    ${waiting()} enrolments wait`);

  const free: number[] = [];
  for (const id of leaving.slice(0, REPETITIONS)) free.push(await measureFirstCall(site, id));
  const waitingBehind = waiting();
  const busy: number[] = [];
  for (let pair = REPETITIONS; pair < leaving.length; pair += 2) {
    busy.push(await measureWithoutReserve(site, leaving[pair] ?? '', leaving[pair + 1] ?? '', limit));
  }
  const use = await measureUse(site, limit - reserve);
  if (waiting() === 0) throw new Error('the backlog did not last');
  const refused = site.simulator.control.arrivals().filter(({ isOverBudget }) => isOverBudget).length;
  const oneSlotMs = site.windowMs + MOST_FIRST_CALL_MS;
  return [
    atLeast('enrolments that wait meanwhile', waitingBehind, BACKLOG),
    atMost(`first revoking call, median of ${free.length}`, median(free), MOST_FIRST_CALL_MS, milliseconds),
    atMost(`first revoking call, longest of ${free.length}`, Math.max(...free), MOST_FIRST_CALL_MS, milliseconds),
    atMost(`the same without a free slot, longest of ${busy.length}`, Math.max(...busy), oneSlotMs, milliseconds),
    atLeast('use of what is not reserved, by enrolments', use, LEAST_USE, percent),
    atMost('most calls in any window', site.simulator.control.maxCallsInAnyWindow(site.windowMs), limit),
    atMost('calls refused with 429', refused, 0),
  ];
}

/** Of the slots that these windows had for enrolments, the share that was used. */
async function measureUse(site: Site, slotsAWindow: number): Promise<number> {
  await site.oneWindow();
  const calls = new Calls(site.simulator);
  const wanted = USE_WINDOWS * slotsAWindow;
  while (calls.all().length <= wanted) await pause(100);
  const [first, last] = [calls.all()[0], calls.all()[wanted]];
  return (USE_WINDOWS * site.windowMs) / ((last?.atMs ?? 0) - (first?.atMs ?? 0));
}

/** @returns from the answer of the API to the arrival of the first revoking call */
async function measureFirstCall(site: Site, visitId: string): Promise<number> {
  await site.oneWindow();
  const waitedMs = await waitOfCancel(site, visitId);
  await site.api.until([visitId], isAccess('revoked'), PATIENCE_MS);
  return waitedMs;
}

/** The same when another revocation has just taken the last slot of the window. */
async function measureWithoutReserve(site: Site, first: string, second: string, limit: number): Promise<number> {
  await site.oneWindow();
  const { control } = site.simulator;
  const inLastWindow = (): number => control.arrivals().filter(({ atMs }) => atMs > Date.now() - site.windowMs).length;
  await site.api.cancel(first);
  const deadlineMs = Date.now() + PATIENCE_MS;
  while (inLastWindow() < limit) {
    if (Date.now() > deadlineMs) throw new Error('the reserve was never used up');
    await pause(LOOK_EVERY_MS);
  }
  const waitedMs = await waitOfCancel(site, second);
  await site.api.until([first, second], isAccess('revoked'), PATIENCE_MS);
  return waitedMs;
}

async function waitOfCancel(site: Site, visitId: string): Promise<number> {
  const calls = new Calls(site.simulator);
  await site.api.cancel(visitId);
  const answeredAtMs = Date.now();
  for (;;) {
    const [taking] = calls.of(PATHS.takeLevel);
    if (taking !== undefined) return Math.max(0, taking.atMs - answeredAtMs);
    if (Date.now() - answeredAtMs > PATIENCE_MS) throw new Error('nothing was revoked');
    await pause(LOOK_EVERY_MS);
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
