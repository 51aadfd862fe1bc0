import { type DoorSlate } from './door-slates.js';
import { type DoorCopy } from './model.js';

/** The vendor's event types this simulator produces. */
export const EVENT_TYPES = {
  faceGranted: 196893,
  faceFailed: 197151,
  outsidePeriod: 197384,
  cardGranted: 198914,
  cardExpired: 197633,
  cardUnknown: 197634,
} as const;

const GRANTED: ReadonlySet<number> = new Set([EVENT_TYPES.faceGranted, EVENT_TYPES.cardGranted]);

/** A face, somebody's or nobody's, or a card held against the reader by whoever has it. */
export type Walker =
  | { readonly personId: string }
  | { readonly personCode: string }
  | { readonly cardNo: string }
  | { readonly unknownFace: true };

export function isGrant(eventType: number): boolean {
  return GRANTED.has(eventType);
}

/** Whom the terminal takes this walker for. */
export function recognise(walker: Walker, { copies }: DoorSlate): DoorCopy | undefined {
  if ('unknownFace' in walker) return undefined;
  if ('cardNo' in walker) return copies.findByCardNo(walker.cardNo);
  const copy = 'personId' in walker ? copies.get(walker.personId) : copies.findByCode(walker.personCode);
  return copy?.faceSha256 === null ? undefined : copy;
}

export function decide(walker: Walker, copy: DoorCopy | undefined, deviceTimeMs: number): number {
  return 'cardNo' in walker ? decideByCard(copy, deviceTimeMs) : decideByFace(copy, deviceTimeMs);
}

function decideByFace(copy: DoorCopy | undefined, deviceTimeMs: number): number {
  if (copy === undefined) return EVENT_TYPES.faceFailed;
  const isInPeriod = deviceTimeMs >= copy.beginTimeMs && deviceTimeMs < copy.endTimeMs;
  return isInPeriod ? EVENT_TYPES.faceGranted : EVENT_TYPES.outsidePeriod;
}

function decideByCard(copy: DoorCopy | undefined, deviceTimeMs: number): number {
  if (copy === undefined) return EVENT_TYPES.cardUnknown;
  if (deviceTimeMs >= copy.endTimeMs) return EVENT_TYPES.cardExpired;
  return deviceTimeMs >= copy.beginTimeMs ? EVENT_TYPES.cardGranted : EVENT_TYPES.outsidePeriod;
}
