import { ManualTime } from '../../../simulator/runtime/time.js';
import { DEFAULT_DOORS, DEFAULT_LEVELS, firstDay } from '../../../simulator/world/default-world.js';
import { faceOf } from '../../../simulator/world/face.js';
import { Journal } from '../../../simulator/world/journal.js';
import { type Actor, type Person } from '../../../simulator/world/model.js';
import { World, type WorldSettings } from '../../../simulator/world/world.js';

export const NOON = new Date('2026-06-10T12:00:00.000Z');
export const HOUR_MS = 3_600_000;
export const US: Actor = { by: 'api', appKey: '21830457', arrival: 1 };
export const SOMEONE_ELSE: Actor = { by: 'api', appKey: '99999999', arrival: 2 };

export const APPLY_DELAY_MS = 300;
export const EVENT_DELAY_MS = 1000;

/** A world of three employees at noon, whose time the test moves. */
export function buildWorld(settings: Partial<WorldSettings> = {}): { world: World; time: ManualTime } {
  const time = new ManualTime(NOON);
  const plan = { rootOrgName: 'Site', employeeCount: 3, seed: 1, doors: DEFAULT_DOORS, levels: DEFAULT_LEVELS };
  const nowMs = (): number => time.now().getTime();
  const world = new World(
    firstDay(plan, 'salt', nowMs()),
    { applyDelayMs: APPLY_DELAY_MS, eventDelayMs: EVENT_DELAY_MS, personCapacity: null, ...settings },
    new Journal(nowMs),
    time,
    nowMs,
  );
  return { world, time };
}

/** A guest with a face, valid from an hour ago to an hour from now. */
export function addGuest(world: World, changes: Partial<Omit<Person, 'personId' | 'ownerAppKey'>> = {}): Person {
  const draft = {
    personCode: 'V1',
    familyName: 'Ost',
    givenName: 'Asa',
    gender: 0,
    orgIndexCode: '1',
    phoneNo: '',
    email: '',
    remark: '',
    cardNos: [],
    face: faceOf(Buffer.from('a face')),
    beginTimeMs: NOON.getTime() - HOUR_MS,
    endTimeMs: NOON.getTime() + HOUR_MS,
    ...changes,
  };
  return world.addPerson(draft, US);
}

/** A reapplication of everybody at every door, failures included. */
export function reapplyAll(world: World): void {
  world.application.queue({ personIds: null, doorIndexCodes: null, shouldRetryFailures: true }, US);
}
