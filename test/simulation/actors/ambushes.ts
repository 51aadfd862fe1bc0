import { isGrant } from '../../../simulator/world/terminal-decision.js';
import { personsNamedIn } from '../checker/calls-heard.js';
import { EXITS } from '../checker/passages-seen.js';
import { PATHS } from '../checker/paths.js';
import { type SimulatedSite } from '../simulated-site.js';
import { type Dice } from '../world/dice.js';
import { HOUR_MS, MINUTE_MS } from './visit-plan.js';

/** Lets something go wrong. @returns what, in words; null when there is nothing to spoil */
export type Trouble = (site: SimulatedSite, dice: Dice) => string | null;

const CALL_TIMEOUT_MS = 15_000;
const LOOK_EVERY_MS = 2_000;
/** What an ambush waits for may never come. */
const WAITS_FOR_MS = 6 * HOUR_MS;
/** More than the overlap of two readings: what is lost of it is not read again. */
const APART_MS = 35_000;

/** A giving call is done and its answer lost; before anybody can look, the visit is cancelled. */
export const answerLostAsTheVisitEnds: Trouble = (site, dice) => {
  const { faults } = site.hikcentral.control;
  faults.add({ kind: 'lose-answer', path: PATHS.giveLevel, times: 1, forMs: WAITS_FOR_MS });
  const stop = site.checker.calls.onAnswer((call) => {
    if (call.path !== PATHS.giveLevel || call.answer !== 'lost') return;
    stop();
    site.troubles.note(CALL_TIMEOUT_MS);
    const afterMs = dice.between(0, 20_000);
    for (const name of personsNamedIn(call.body)) {
      const code = site.hikcentral.world.persons.find({ personId: name })?.personCode ?? name;
      const visits = site.checker.book.ofGuest(site.checker.book.guestIds.get(code) ?? '');
      for (const { view } of visits.filter((visit) => visit.view.status === 'expected')) {
        site.time.after(afterMs, () => void site.api.cancel(view.id));
        site.story.tell(`! the answer about ${code} is lost, and visit ${view.id.slice(-4)} is cancelled`);
      }
    }
  });
  return 'the next answer to a giving call is lost, and the visit cancelled';
};

/** While much is to be done, the process that does it stands still, and another one takes over. */
export const pauseInARush: Trouble = (site, dice) => {
  const { calls, limits } = site.checker;
  const untilMs = site.time.nowMs + WAITS_FOR_MS;
  const forMs = dice.pick([6_000, 10_000, 20_000]);
  const look = (): void => {
    const [process] = site.processes;
    const isRush = calls.countBetween(site.time.nowMs - limits.windowMs) >= limits.calls - limits.reserve - 1;
    if (isRush && process?.isUp === true) {
      site.troubles.note(forMs);
      process.freeze(forMs);
      if (site.processes.length === 1) site.startProcess();
      site.story.tell(`! in a rush our process stands still for ${forMs / 1_000} s, another one is there`);
    } else if (site.time.nowMs < untilMs) site.time.after(LOOK_EVERY_MS, look);
  };
  look();
  return 'our process will stand still at the next rush';
};

/** Events that were read, and not all of them stored, when the process dies. */
export const diesWithPassagesInHand: Trouble = (site, dice) => {
  const left = dice.between(1, 3);
  const untilMs = site.time.nowMs + WAITS_FOR_MS;
  const stop = site.checker.calls.onAnswer(({ path, answer, atMs }) => {
    if (path !== PATHS.passages || answer !== 'accepted') return;
    if (atMs > untilMs) {
      stop();
      return;
    }
    const process = site.processes.find(({ isUp }) => isUp);
    if (process === undefined || !hasMuchToLose(site, atMs)) return;
    stop();
    site.troubles.note(5 * MINUTE_MS);
    process.life.doomAt('before-commit', left);
    site.story.tell('! our process dies with passages in its hands');
  });
  return 'our process will die with passages in its hands';
};

/** A guest was let out, which has not been read, and a later event would hide it from the next reading. */
function hasMuchToLose({ hikcentral, checker, settings }: SimulatedSite, nowMs: number): boolean {
  const sinceMs = nowMs - settings.monitoringIntervalMs;
  const fresh = hikcentral.world.events
    .all()
    .filter(({ visibleAtMs }) => visibleAtMs <= nowMs && visibleAtMs > sinceMs);
  const latestMs = Math.max(...fresh.map(({ eventTimeMs }) => eventTimeMs));
  const { guestIds } = checker.book;
  return fresh.some(
    ({ personCode, eventTimeMs, eventType, readerIndexCode }) =>
      guestIds.has(personCode) && isGrant(eventType) && EXITS.has(readerIndexCode) && eventTimeMs < latestMs - APART_MS,
  );
}
