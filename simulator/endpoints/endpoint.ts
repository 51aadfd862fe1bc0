import { formatServerTime } from '../runtime/zoned-time.js';
import { type Fields } from '../server/fields.js';
import { type Actor } from '../world/model.js';
import { type World } from '../world/world.js';

/** What a HikCentral can be told to imitate. */
export interface Profile {
  /** E.g. `V3.1.0.0`. What came later answers 8; below 3 the filters of V3 are ignored, and door events need a type or a name. */
  readonly softVersion: string;
  /** The shape of access levels: `flat` as in the 2.x guide, `nested` as in 3.x. */
  readonly groupShape: 'flat' | 'nested';
  /** Leave `list` out of a paged answer that is empty, as seen on live systems. */
  readonly omitsEmptyLists: boolean;
  /** When set, deletions need this `adminPassword`. */
  readonly deletePassword: string | null;
  readonly zoneOffsetMinutes: number;
  /** Where events may be pushed to. */
  readonly mayPushTo: (address: string) => boolean;
}

export interface Call {
  readonly fields: Fields;
  readonly actor: Actor;
  /** Where the call came from; `local` for an operator's own. */
  readonly address: string;
  readonly world: World;
  readonly profile: Profile;
}

/** Returns the `data` of a success. Throws a Refusal otherwise, before it has changed anything. */
export type Handler = (call: Call) => unknown;

export interface Endpoint {
  /** Below `/artemis`. */
  readonly path: string;
  readonly methods?: readonly string[];
  /** The version it came with, e.g. `3.0.1`; absent for those that were always there. */
  readonly since?: string;
  /** Answers `{"code":0}` where others answer `{"code":"0"}`. */
  readonly hasNumericCode?: boolean;
  readonly handle: Handler;
}

export function isVersion3(profile: Profile): boolean {
  return isAtLeast(profile, '3');
}

/** Whether this HikCentral knows what came with a version, e.g. `2.4` or `3.0.1`. */
export function isAtLeast({ softVersion }: Profile, since = '0'): boolean {
  const own = numbersOf(softVersion);
  const wanted = numbersOf(since);
  const differing = wanted.findIndex((number, index) => number !== (own[index] ?? 0));
  return differing < 0 || (own[differing] ?? 0) > (wanted[differing] ?? 0);
}

function numbersOf(version: string): number[] {
  return version.replace(/^V/i, '').split('.').map(Number);
}

export function serverTime(epochMs: number, { zoneOffsetMinutes }: Profile): string {
  return formatServerTime(epochMs, zoneOffsetMinutes);
}
