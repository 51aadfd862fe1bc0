import { setTimeout as pause } from 'node:timers/promises';
import { type DriftCheck } from './api.js';
import { atMost, type Figure, hundredths, say } from './figure.js';
import { type Site } from './site.js';

const LOOK_EVERY_MS = 500;
const PATIENCE_MS = 120_000;
const PAGE_SIZE = 500;
/** Calls that it may make beside the pages of all persons: the lists of our levels. */
const MOST_OTHER_CALLS = 2;
/** A tenth for the list of all persons, and our levels beside it. */
const MOST_SHARE_OF_BUDGET = 0.12;

/**
 * The check that the schedule makes, which reads a part of all persons, and one that was asked for, which reads all.
 * @param windowsBetween windows of the limit between two checks of the schedule
 * @param limit calls in any window
 */
export async function measureDriftChecks(site: Site, windowsBetween: number, limit: number): Promise<Figure[]> {
  const scheduled = await untilDone(site, ({ origin }) => origin === 'schedule');
  const { id } = await site.api.startDriftCheck();
  const asked = await untilDone(site, (check) => check.id === id);
  for (const check of [scheduled, asked]) {
    const { origin, callsSpent, personsRead, personsTotal, levelsRead } = check;
    say(`    by ${origin}: ${callsSpent} calls, ${personsRead} of ${personsTotal} persons, ${levelsRead} levels`);
    if (check.status !== 'completed' || check.ghosts + check.holes > 0) {
      throw new Error(`a drift check ended ${check.status} with ${check.ghosts} ghosts and ${check.holes} holes`);
    }
  }
  if (asked.personsRead !== asked.personsTotal) throw new Error('the check did not read everybody');
  const pages = Math.ceil(asked.personsRead / PAGE_SIZE);
  const share = scheduled.callsSpent / (windowsBetween * limit);
  return [
    atMost(`share of the budget, a check every ${windowsBetween} windows`, share, MOST_SHARE_OF_BUDGET, hundredths),
    atMost(`calls of a whole drift check, ${asked.personsRead} persons`, asked.callsSpent, pages + MOST_OTHER_CALLS),
  ];
}

async function untilDone({ api }: Site, isIt: (check: DriftCheck) => boolean): Promise<DriftCheck> {
  const deadlineMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const check = (await api.driftChecks()).find(
      (one) => isIt(one) && one.status !== 'queued' && one.status !== 'running',
    );
    if (check !== undefined) return check;
    if (performance.now() > deadlineMs) throw new Error(`a drift check did not end in ${PATIENCE_MS} ms`);
    await pause(LOOK_EVERY_MS);
  }
}
