import { type SimulatorControl } from '../control/control.js';
import { type DoorCopy } from '../world/model.js';
import { EVENT_TYPES, type WalkResult } from '../world/passages.js';
import { type World } from '../world/world.js';

export interface PageWalk {
  /** null for a face that nobody knows. */
  readonly personId: string | null;
  readonly readerIndexCode: string;
}

/** Why the door did what it did, for people; the event itself says no more than its type. */
export type WalkReason = 'granted' | 'unknown-face' | 'no-copy' | 'no-face' | 'outside-period' | 'denied';

export interface WalkAnswer extends WalkResult {
  readonly reason: WalkReason;
  /** The period of the copy that decided; null where there was none. */
  readonly period: { readonly beginMs: number; readonly endMs: number } | null;
}

/** @throws Refusal 128 for a reader that does not exist */
export function walk(control: SimulatorControl, world: World, { personId, readerIndexCode }: PageWalk): WalkAnswer {
  const { door } = world.perimeter.locate({ readerIndexCode });
  const copy = personId === null ? undefined : world.slates.get(door.doorIndexCode).copies.get(personId);
  const walker = personId === null ? { unknownFace: true as const } : { personId };
  const result = control.walk({ ...walker, readerIndexCode });
  const period = copy === undefined ? null : { beginMs: copy.beginTimeMs, endMs: copy.endTimeMs };
  return { ...result, reason: reasonOf(result, personId, copy), period };
}

function reasonOf({ isGranted, eventType }: WalkResult, personId: string | null, copy?: DoorCopy): WalkReason {
  if (isGranted) return 'granted';
  if (eventType === EVENT_TYPES.outsidePeriod) return 'outside-period';
  if (personId === null) return 'unknown-face';
  if (copy === undefined) return 'no-copy';
  return copy.faceSha256 === null ? 'no-face' : 'denied';
}
