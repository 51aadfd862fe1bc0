import { formatServerTime } from '../runtime/zoned-time.js';
import { type Fields } from '../server/fields.js';
import { type Actor } from '../world/model.js';
import { type World } from '../world/world.js';

/** What a HikCentral can be told to imitate. */
export interface Profile {
  /** E.g. `V3.1.0.0`. Below 3 the filters that came with V3 are ignored, and door events need a type or a name. */
  readonly softVersion: string;
  /** The shape of access levels: `flat` as in the 2.x guide, `nested` as in 3.x. */
  readonly groupShape: 'flat' | 'nested';
  /** Leave `list` out of a paged answer that is empty, as seen on live systems. */
  readonly omitsEmptyLists: boolean;
  /** When set, deletions need this `adminPassword`. */
  readonly deletePassword: string | null;
  readonly zoneOffsetMinutes: number;
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
  readonly handle: Handler;
}

export function isVersion3({ softVersion }: Profile): boolean {
  return Number(/^V?(\d+)/.exec(softVersion)?.[1] ?? 0) >= 3;
}

export function serverTime(epochMs: number, { zoneOffsetMinutes }: Profile): string {
  return formatServerTime(epochMs, zoneOffsetMinutes);
}
