import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Caller } from './caller.js';
import { isKept, longestBlock, type Measured, p99, table, timed } from './measure.js';
import { codeOf, DAY_MS, PERSON_COUNT, Site, WALK_COUNT } from './site.js';

const PAGE_GOAL_MS = 20;
const BLOCK_GOAL_MS = 50;
const CALLS = 200;
const PAGE_SIZE = 500;
const CODES_A_CALL = 20;
const FAILING_DOOR = '1';
/** Ample for everything to reach the disk. */
const SAVED_WITHIN_MS = 6000;

/** The simulator at the size of a real site: is anything slow enough to be mistaken for HikCentral itself? */
async function main(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'simulator-bench-'));
  try {
    const load = loadavg().map((each) => each.toFixed(1));
    const rows = await measure(join(folder, 'world.json'));
    say(
      `${PERSON_COUNT} persons, ${WALK_COUNT} walks, pages of ${PAGE_SIZE}; load of the machine at the start ${load.join(' ')}`,
    );
    say(table(rows));
    return rows.every(isKept);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(stateFile: string): Promise<Measured[]> {
  let site: Site | undefined;
  const rows: Measured[] = [];
  const note = (what: string, goalMs: number, tookMs: number): void => void rows.push({ what, goalMs, tookMs });
  note('start with 20,000 new persons', 2000, await timed(async () => void (site = await Site.open(stateFile))));
  if (site === undefined) throw new Error('there is no site');
  const caller = new Caller(site.simulator);
  try {
    note('80,000 walks by code', 5000, await timed(() => site?.liveADay()));
    note('longest block: 80,000 walks are saved', BLOCK_GOAL_MS, await longestBlock(() => wait(SAVED_WITHIN_MS)));
    for (const [what, call] of pages(site, caller)) note(`${what}, p99`, PAGE_GOAL_MS, await p99(CALLS, call));
    site.renameEverybody();
    for (const [what, call] of applicationPages(caller)) note(`${what}, p99`, PAGE_GOAL_MS, await p99(CALLS, call));
    await failEverywhere(site, caller);
    for (const [what, call] of failurePages(caller)) note(`${what}, p99`, PAGE_GOAL_MS, await p99(CALLS, call));
    site.simulator.control.backUp('now');
    site.simulator.control.restore('now', { hasEvents: true });
    note('longest block: all is written anew', BLOCK_GOAL_MS, await longestBlock(() => wait(SAVED_WITHIN_MS)));
  } finally {
    caller.close();
    await site.simulator.close();
  }
  return rows;
}

type Page = readonly [what: string, call: (index: number) => Promise<number>];

function pages(site: Site, caller: Caller): Page[] {
  const at = (agoMs: number): string => `${new Date(site.now().getTime() - agoMs).toISOString().slice(0, 19)}+00:00`;
  const events = (index: number, fromAgoMs: number, pageCount: number, more: object = {}): Promise<number> =>
    took(caller, '/api/acs/v1/door/events', {
      startTime: at(fromAgoMs),
      endTime: at(0),
      pageNo: (index % pageCount) + 1,
      pageSize: PAGE_SIZE,
      ...more,
    });
  const codes = (index: number): string =>
    Array.from({ length: CODES_A_CALL }, (_, step) => codeOf((index * 97 + step * 991) % PERSON_COUNT)).join(',');
  return [
    [
      'personList with levels',
      (index) => took(caller, '/api/resource/v1/person/personList', { ...paging(index), showAccessLevel: 1 }),
    ],
    [
      'advance/personList by name',
      (index) => took(caller, '/api/resource/v1/person/advance/personList', { ...paging(index), personName: 'an' }),
    ],
    [
      'privilege/group/single/personList',
      (index) =>
        took(caller, '/api/acs/v1/privilege/group/single/personList', {
          ...paging(index),
          privilegeGroupId: '3',
          type: 1,
        }),
    ],
    ['door/events of a quarter of an hour', (index) => events(index, 16 * 60_000, 1)],
    ['door/events of a day', (index) => events(index, DAY_MS + 60_000, 160)],
    ['door/events of a day by codes', (index) => events(index, DAY_MS + 60_000, 1, { personCodes: codes(index) })],
  ];
}

function applicationPages(caller: Caller): Page[] {
  return [
    [
      'applicationResult, counts of 80,000 to apply',
      () => took(caller, '/api/acs/v1/auth/applicationResult', { applicationResultType: 1, type: 1 }),
    ],
    [
      'elementDownloadDetail',
      (index) =>
        took(caller, '/api/visitor/v1/person/ID/elementDownloadDetail', { id: String(index * 97 + 1), type: 1 }),
    ],
  ];
}

function failurePages(caller: Caller): Page[] {
  return [
    [
      'applicationResult, errors of 20,000',
      (index) =>
        took(caller, '/api/acs/v1/auth/applicationResult', { applicationResultType: 2, type: 1, ...paging(index) }),
    ],
  ];
}

/** Everybody is applied, and one door refuses them all. */
async function failEverywhere({ simulator }: Site, caller: Caller): Promise<void> {
  const { control } = simulator;
  control.failApplications(FAILING_DOOR, { errorItems: '0', times: null });
  await caller.call('/api/visitor/v1/auth/reapplication', {});
  while (failureCount() < PERSON_COUNT) await wait(50);

  function failureCount(): number {
    return control.snapshot().application.applicationFailCount;
  }
}

function paging(index: number): { pageNo: number; pageSize: number } {
  return { pageNo: (index % (PERSON_COUNT / PAGE_SIZE)) + 1, pageSize: PAGE_SIZE };
}

async function took(caller: Caller, path: string, body: Readonly<Record<string, unknown>>): Promise<number> {
  return (await caller.call(path, body)).tookMs;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = (await main()) ? 0 : 1;
