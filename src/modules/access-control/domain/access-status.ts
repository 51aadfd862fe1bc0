import {
  type AccessErrorCode,
  type AccessStatus,
  type DoorAccess,
  type DoorStatus,
} from '../../../contracts/ports/visit-access.js';
import { accessEndsAtMs, type DesiredAccess } from './desired-access.js';
import { type AccessFacts, type DoorFacts, type Trouble } from './facts.js';
import { mayHold } from './level-standing.js';
import { isApplied, isExpired, isMemberOfAll, levelsToTake } from './access-standing.js';
import { doorKeyOfName, OFFLINE } from './settle-reading.js';

/** One visit of the guest, open or ended. */
export interface ShownVisit {
  readonly visitId: string;
  readonly isOpen: boolean;
  readonly validTo: Date;
  readonly levelIds: readonly string[];
  /** HikCentral held, or may have held, a level on behalf of this visit. */
  readonly wasServed: boolean;
}

/** A level's doors, as far as they are known. */
export type LevelDoors = ReadonlyMap<string, readonly { readonly doorId: string; readonly name: string }[]>;

export interface ShownAccess {
  readonly desired: 'granted' | 'revoked';
  readonly status: AccessStatus;
  readonly validFrom: Date | null;
  readonly validTo: Date | null;
  /** The latest instant at which any door may still let the guest in if everything stays dead from now on. */
  readonly exposureEndsAt: Date | null;
  readonly doors: readonly DoorAccess[];
  readonly attempts: number;
  readonly lastError: { readonly code: AccessErrorCode; readonly at: Date } | null;
}

export interface ShownFrom {
  readonly desired: DesiredAccess;
  readonly facts: AccessFacts;
  readonly hasFace: boolean;
  readonly doorsOfLevels: LevelDoors;
  readonly nowMs: number;
}

/** Rounds before it is said that HikCentral cannot tell: a minute of looking. */
const ROUNDS_TO_SAY_UNCONFIRMED = 6;

/** What the API says about the access of one visit: only what was read back is said to be so. */
export function accessOf(visit: ShownVisit, from: ShownFrom): ShownAccess {
  const { desired, facts, nowMs } = from;
  const isDue = visit.isOpen && accessEndsAtMs(visit.validTo) > nowMs;
  const isWanted = isDue && !desired.isSuspended;
  const isServed = isWanted && desired.visitIds.includes(visit.visitId);
  const status = isWanted ? givenStatus(visit, isServed, from) : takenStatus(visit, from);
  const content = facts.person.isValidityRead && (isServed || visit.wasServed) ? facts.person.content : null;
  const trouble = isServed ? facts.trouble : isWanted || status === 'revoked' ? null : facts.takingTrouble;
  return {
    desired: isWanted ? 'granted' : 'revoked',
    status,
    validFrom: content === null ? null : new Date(content.beginsAtMs),
    validTo: content === null ? null : new Date(content.endsAtMs),
    exposureEndsAt: visit.wasServed && status !== 'revoked' ? exposureEndsAt(facts, nowMs) : null,
    doors: doorsOf(visit, status, from),
    attempts: trouble?.attempts ?? 0,
    lastError: isServed
      ? servedError(status, from)
      : isDue && desired.isSuspended
        ? { code: 'SUSPENDED', at: new Date(nowMs) }
        : isWanted && !from.hasFace
          ? { code: 'NO_PHOTO', at: new Date(nowMs) }
          : errorOf(trouble),
  };
}

/** null: no door can let this person in. */
export function exposureEndsAt(facts: AccessFacts, nowMs: number): Date | null {
  const { endsAtDoorsMs } = facts.person;
  const isClear = !Object.values(facts.levels).some(mayHold) && isApplied(facts);
  return isClear || endsAtDoorsMs === null || endsAtDoorsMs <= nowMs ? null : new Date(endsAtDoorsMs);
}

/** Something that should be taken is not read back as gone from HikCentral and its doors. */
export function isTakingOutstanding(desired: DesiredAccess, facts: AccessFacts, nowMs: number): boolean {
  if (levelsToTake(desired, facts).length > 0) return true;
  if (facts.application.limitedAtMs === null || isApplied(facts)) return false;
  return desired.levelIds.length > 0 || !isExpired(facts, nowMs);
}

function givenStatus(visit: ShownVisit, isServed: boolean, { desired, facts, hasFace }: ShownFrom): AccessStatus {
  if (!isServed) return hasFace ? 'pending' : 'awaiting_photo';
  if (desired.blocker === 'NO_PHOTO' || desired.blocker === 'CONSENT_MISSING') return 'awaiting_photo';
  if (desired.blocker !== null || facts.trouble?.isFinal === true) return 'failed';
  if (!isMemberOfAll(visit.levelIds, facts)) return 'pending';
  return isApplied(facts) && isAsDesired(desired, facts) ? 'granted' : 'applying';
}

function isAsDesired(
  { person }: DesiredAccess,
  { person: { content, faceSha256, isValidityRead, update, face } }: AccessFacts,
): boolean {
  return (
    person !== null &&
    isValidityRead &&
    (update === null || update.outcome === 'done') &&
    (face === null || face.outcome === 'done') &&
    content?.endsAtMs === person.endsAtMs &&
    content.beginsAtMs === person.beginsAtMs &&
    content.profileHash === person.profileHash &&
    faceSha256 === person.faceSha256
  );
}

function takenStatus({ wasServed }: ShownVisit, { desired, facts, nowMs }: ShownFrom): AccessStatus {
  return wasServed && isTakingOutstanding(desired, facts, nowMs) ? 'revoking' : 'revoked';
}

function servedError(status: AccessStatus, { desired, facts, nowMs }: ShownFrom): ShownAccess['lastError'] {
  if (desired.blocker !== null) return { code: desired.blocker, at: new Date(nowMs) };
  if (facts.trouble !== null) return errorOf(facts.trouble);
  if (status !== 'applying') return null;
  const at = new Date(nowMs);
  const doors = Object.values(facts.doors);
  if (doors.some(({ status: door, reason }) => door === 'pending' && reason === OFFLINE))
    return { code: 'DOOR_OFFLINE', at };
  if (doors.some(({ status: door, reason }) => door === 'failed' && reason === 'face'))
    return { code: 'PHOTO_REFUSED', at };
  const isUnclear =
    facts.application.rounds >= ROUNDS_TO_SAY_UNCONFIRMED || doors.some(({ status: door }) => door === 'failed');
  return isUnclear ? { code: 'UNCONFIRMED', at } : null;
}

function errorOf(trouble: Trouble | null): ShownAccess['lastError'] {
  return trouble === null ? null : { code: trouble.code as AccessErrorCode, at: new Date(trouble.atMs) };
}

function doorsOf(
  visit: ShownVisit,
  status: AccessStatus,
  { desired, facts, doorsOfLevels, nowMs }: ShownFrom,
): DoorAccess[] {
  // Nothing was given, so that there is nothing to tell of any door.
  if (status === 'revoked' && !visit.wasServed) return [];
  const names = new Map(
    visit.levelIds.flatMap((levelId) => doorsOfLevels.get(levelId) ?? []).map(({ doorId, name }) => [doorId, name]),
  );
  const desiredDoors = new Set(
    desired.levelIds.flatMap((id) => doorsOfLevels.get(id) ?? []).map(({ doorId }) => doorId),
  );
  return [...names].map(([doorId, name]) => {
    const seen = facts.doors[doorId] ?? facts.doors[doorKeyOfName(name)] ?? null;
    // The global result speaks for every door at once.
    const seenAtMs = seen?.atMs ?? facts.application.confirmedAtMs;
    const door = (doorStatus: DoorStatus, reason: string | null): DoorAccess => ({
      doorId,
      name,
      status: doorStatus,
      at: seenAtMs === null ? null : new Date(seenAtMs),
      reason,
    });
    if (status === 'granted') return door('applied', null);
    if (status === 'revoked') {
      if (desiredDoors.has(doorId)) return door('applied', 'other_visit');
      return door('removed', isExpired(facts, nowMs) ? 'expired' : null);
    }
    return outstandingDoor(status, seen, door);
  });
}

function outstandingDoor(
  status: AccessStatus,
  seen: DoorFacts | null,
  door: (status: DoorStatus, reason: string | null) => DoorAccess,
): DoorAccess {
  if (status === 'applying' && seen !== null) return door(seen.status, seen.reason);
  if (status === 'revoking') return door(seen?.status === 'failed' ? 'failed' : 'pending', seen?.reason ?? null);
  return door('pending', null);
}
