import { type Fault } from '../../../simulator/index.js';
import { RETRY_AFTER_FORMS } from '../../../simulator/server/rate-limit.js';
import { type SimulatedSite } from '../simulated-site.js';
import { type Dice } from '../world/dice.js';
import { type WireTrouble } from '../world/wire.js';
import { CRASH_POINTS } from '../product/life.js';
import { answerLostAsTheVisitEnds, diesWithPassagesInHand, pauseInARush, type Trouble } from './ambushes.js';
import { MINUTE_MS } from './visit-plan.js';

const CHANGING_PATHS = [
  '/api/resource/v1/person/single/add',
  '/api/resource/v1/person/single/update',
  '/api/acs/v1/privilege/group/single/addPersons',
  '/api/acs/v1/privilege/group/single/deletePersons',
  '/api/visitor/v1/auth/reapplication',
] as const;
const GUEST_DOORS = ['1', '2', '3'] as const;
/** A refusal that asks for too long is obeyed for so long. */
const LONGEST_HALT_MS = 15 * MINUTE_MS;
const CALL_TIMEOUT_MS = 15_000;
/** Of an event, after its own time, by all that befalls it. */
const MOST_LATE_MS = 50_000;

/** Of so many calls, within ten minutes. */
function fault(
  site: SimulatedSite,
  dice: Dice,
  kind: string,
  details: object,
  path = dice.pick(CHANGING_PATHS),
): string {
  const times = dice.between(1, 3);
  const forMs = 10 * MINUTE_MS;
  site.hikcentral.control.faults.add({ kind, path, times, forMs, ...details } as unknown as Fault);
  site.troubles.note(forMs);
  return `${kind} of ${times} calls of ${path.split('/').at(-1)}`;
}

function wire(trouble: WireTrouble): Trouble {
  return (site, dice) => {
    const forMs = dice.between(5_000, 6 * MINUTE_MS);
    site.wire.trouble = trouble;
    site.troubles.note(forMs);
    site.time.after(forMs, () => {
      if (site.wire.trouble === trouble) site.wire.trouble = null;
    });
    return `the wire is ${trouble} for ${Math.round(forMs / 1_000)} s`;
  };
}

export const TROUBLES = {
  'lost-answer': (site, dice) => fault(site, dice, 'lose-answer', {}),
  'code-0-without-effect': (site, dice) => fault(site, dice, 'pretend-success', { data: '' }),
  'delayed-answer': (site, dice) =>
    fault(site, dice, 'delay', { delayMs: dice.between(5_000, 40_000), phase: dice.pick(['before', 'after']) }),
  'delayed-effect': (site, dice) =>
    fault(site, dice, 'delayed-effect', {
      delayMs: dice.between(1_000, CALL_TIMEOUT_MS),
      answer: dice.pick(['success', 'lost', 'error']),
    }),
  hang: (site, dice) => fault(site, dice, 'hang', { phase: dice.pick(['before', 'after']) }),
  'server-error': (site, dice) => fault(site, dice, 'burst', { seed: dice.between(1, 1_000) }, '*' as never),
  garbage: (site, dice) =>
    fault(site, dice, 'garbage', {
      form: dice.pick(['html', 'empty', 'truncated-json', 'wrong-types', 'proto', 'no-http']),
      phase: dice.pick(['before', 'after']),
    }),
  'done-twice': (site, dice) => fault(site, dice, 'duplicate-effect', { answer: dice.pick(['first', 'second']) }),
  'part-of-a-batch': (site, dice) => fault(site, dice, 'partial', { applied: dice.between(0, 1) }, CHANGING_PATHS[2]),
  busy: (site, dice) => fault(site, dice, 'refuse', { code: '0x00052103', httpStatus: 503 }, '*' as never),
  'too-many-calls': (site, dice) => {
    const forMs = dice.between(10_000, 3 * MINUTE_MS);
    const calls = site.hikcentral.control.limit().calls;
    const retryAfter = dice.pick(RETRY_AFTER_FORMS);
    site.hikcentral.control.setLimit({
      calls: dice.between(0, 3),
      retryAfter,
      style: dice.pick(['429', '429', '200']),
    });
    site.troubles.note(forMs, LONGEST_HALT_MS + 5 * MINUTE_MS);
    site.time.after(forMs, () => site.hikcentral.control.setLimit({ calls, retryAfter: 'seconds', style: '429' }));
    return `the limit is lower for ${Math.round(forMs / 1_000)} s, Retry-After ${retryAfter}`;
  },
  refused: wire('refused'),
  reset: wire('reset'),
  silent: wire('silent'),
  lossy: wire('lossy'),
  unavailable: wire('503'),
  slow: wire('slow'),
  crash: (site, dice) => {
    const process = site.processes.find(({ isUp }) => isUp);
    if (process === undefined) return null;
    const point = dice.pick(CRASH_POINTS);
    process.life.doomAt(point, dice.between(1, 4));
    site.troubles.note(5 * MINUTE_MS);
    return `our process will die ${point}`;
  },
  deploy: (site) => {
    const old = site.processes.filter(({ isUp }) => isUp);
    if (old.length === 0) return null;
    site.troubles.note(MINUTE_MS);
    site.startProcess();
    for (const process of old) void process.stop();
    return 'a new process starts, the old ones stop';
  },
  pause: (site, dice) => {
    const [process] = site.processes;
    if (process === undefined || !process.isUp) return null;
    const forMs = dice.pick([2_000, 6_000, 30_000, 4 * MINUTE_MS]);
    site.troubles.note(forMs);
    process.freeze(forMs);
    const hasPartner = dice.isLucky(0.5) && site.processes.length === 1;
    if (hasPartner) site.startProcess();
    return `our process stands still for ${forMs / 1_000} s${hasPartner ? ', another one is there' : ''}`;
  },
  'pause-in-a-rush': pauseInARush,
  'dies-with-passages-in-hand': diesWithPassagesInHand,
  'answer-lost-as-the-visit-ends': answerLostAsTheVisitEnds,
  'database-cut': (site, dice) => {
    const { life } = site.processes.find(({ isUp }) => isUp) ?? {};
    if (life === undefined) return null;
    const forMs = dice.between(500, 2 * MINUTE_MS);
    life.isDatabaseCut = true;
    site.troubles.note(forMs);
    site.time.after(forMs, () => (life.isDatabaseCut = false));
    return `our database is cut off for ${Math.round(forMs / 1_000)} s`;
  },
  'disk-full': (site, dice) => {
    const { machine } = site.processes.find(({ isUp }) => isUp) ?? {};
    if (machine === undefined) return null;
    const forMs = dice.between(1, 20) * MINUTE_MS;
    machine.diskUsedPercent = 99;
    site.troubles.note(forMs);
    site.time.after(forMs, () => (machine.diskUsedPercent = 1));
    return `our disk is full for ${forMs / MINUTE_MS} min`;
  },
  'bells-away': (site, dice) => {
    const forMs = dice.between(1, 20) * MINUTE_MS;
    site.bells.isAway = true;
    site.troubles.note(forMs);
    site.time.after(forMs, () => (site.bells.isAway = false));
    return `each process hears its own bells only, for ${forMs / MINUTE_MS} min`;
  },
  'our-clock-jumps': (site, dice) => {
    const [process] = site.processes;
    if (process === undefined) return null;
    const byMs = dice.between(-9_000, 9_000);
    process.clock.jump(byMs);
    site.time.after(dice.between(1, 20) * MINUTE_MS, () => process.clock.jump(-byMs));
    return `our clock jumps by ${byMs} ms`;
  },
  'hikcentral-clock-differs': (site, dice) => {
    const byMs = dice.between(-9_000, 9_000);
    site.hikcentral.control.setServerClockOffset(byMs);
    return `HikCentral's clock is off by ${byMs} ms`;
  },
  'daylight-saving': (site) => {
    site.hikcentral.zoneOffsetMinutes = site.hikcentral.zoneOffsetMinutes === 120 ? 180 : 120;
    return `HikCentral's zone is +${site.hikcentral.zoneOffsetMinutes / 60} h`;
  },
  'door-offline': (site, dice) => {
    const doorId = dice.pick(GUEST_DOORS);
    const forMs = dice.between(1, 20) * MINUTE_MS;
    site.hikcentral.control.setDoor(doorId, { isOnline: false });
    site.troubles.note(forMs);
    site.time.after(forMs, () => site.hikcentral.control.setDoor(doorId, { isOnline: true }));
    return `door ${doorId} is offline for ${forMs / MINUTE_MS} min`;
  },
  'door-refuses': (site, dice) => {
    const doorId = dice.pick(GUEST_DOORS);
    const errorItems = dice.pick(['1', '2', '3']);
    site.hikcentral.control.failApplications(doorId, { errorItems, times: dice.between(1, 3) });
    site.troubles.note(12 * MINUTE_MS);
    return `door ${doorId} refuses what is applied: ${errorItems}`;
  },
  'stale-failure': (site) => {
    site.hikcentral.control.setApplication({ showsPreviousFailure: true });
    return 'a failure that is over is shown once more';
  },
  'others-apply': (site, dice) => {
    const forMs = dice.between(1, 10) * MINUTE_MS;
    site.hikcentral.control.setApplication({ otherOperatorsPending: dice.between(1, 50) });
    site.troubles.note(forMs);
    site.time.after(forMs, () => site.hikcentral.control.setApplication({ otherOperatorsPending: 0 }));
    return 'others have changes that wait to be applied';
  },
  'events-late-and-twice': (site, dice) => {
    // Readings look back a minute at least: an event that turns up later than that after its own time is not promised.
    // What a listing hid is found in time only where it lies in the next one's look back, else by the hourly look by codes.
    const isFoundInTime = site.settings.monitoringIntervalMs <= MINUTE_MS;
    const isKeptBack = dice.isLucky(0.3) && isFoundInTime;
    site.hikcentral.control.setEventTroubles({
      listedTwiceShare: 0.2,
      recordedTwiceShare: 0.1,
      reorderByMs: isKeptBack ? 0 : dice.between(0, MOST_LATE_MS / 2),
      visibleInMs: isKeptBack ? null : { min: 0, max: dice.between(1_000, MOST_LATE_MS / 2) },
      betweenPagesShare: isKeptBack ? 0.2 : 0,
      seed: dice.between(1, 1_000),
    });
    return isKeptBack ? 'events come twice, or miss a listing' : 'events come late, twice and in another order';
  },
  'operator-edits': (site, dice) => {
    const persons = site.hikcentral.control.ownPersons();
    if (persons.length === 0) return null;
    const { personCode } = dice.pick(persons);
    const { edits } = site.hikcentral.control;
    const levelId = dice.pick(['1', '2']);
    const edit = dice.pick(['deletes', 'renames', 'takes a level from', 'gives a level to', 'expires'] as const);
    if (edit === 'deletes') edits.deletePerson({ personCode });
    else if (edit === 'renames') edits.renamePerson({ personCode }, { givenName: 'Somebody' });
    else if (edit === 'takes a level from') edits.removeMember(levelId, { personCode });
    else if (edit === 'gives a level to') edits.addMember(levelId, { personCode });
    else edits.expirePerson({ personCode });
    return `an operator ${edit} ${personCode}`;
  },
  'hikcentral-restored': (site, dice) => {
    const { control } = site.hikcentral;
    const name = control.backUp();
    const agoMs = dice.between(2, 90) * MINUTE_MS;
    site.time.after(agoMs, () => {
      control.restore(name);
      site.story.tell(`! HikCentral's database is as it was ${agoMs / MINUTE_MS} min ago`);
    });
    return "HikCentral's database is backed up, to be restored";
  },
} satisfies Readonly<Record<string, Trouble>>;

export type TroubleKind = keyof typeof TROUBLES;
export const TROUBLE_KINDS = Object.keys(TROUBLES) as TroubleKind[];
/** They lie in wait for the moment at which they do most harm. */
export const AMBUSHES: readonly TroubleKind[] = [
  'answer-lost-as-the-visit-ends',
  'pause-in-a-rush',
  'dies-with-passages-in-hand',
];
