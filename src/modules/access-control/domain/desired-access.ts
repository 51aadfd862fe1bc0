import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type AccessErrorCode } from '../../../contracts/ports/visit-access.js';

/** One open visit as access sees it. */
export interface ClaimedVisit {
  readonly visitId: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly accessLevelIds: readonly string[];
}

export interface Claims {
  readonly fullName: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly hasConsent: boolean;
  readonly faceSha256: string | null;
  readonly visits: readonly ClaimedVisit[];
  /** null: none has ended yet. */
  readonly lastVisitEndedAt: Date | null;
}

/** What is said about a guest beside the visits. */
export interface Standing {
  /** Somebody ended this guest's access by hand, over all visits, until it is resumed. */
  readonly isSuspended: boolean;
  /** We leave this server: nothing is given there, and nobody of ours stays. */
  readonly isServerDisabled: boolean;
}

export const NO_STANDING: Standing = { isSuspended: false, isServerDisabled: false };

export interface DesireSettings {
  readonly accessLeadMs: number;
  readonly earlyArrivalMs: number;
  readonly isConsentRequired: boolean;
  /** From the end of the last visit to the removal of the person. */
  readonly personRetentionMs: number;
}

/** Raised whenever the same claims come to mean something else with the same settings. */
const RULES = 1;

/** Tells settings apart by which the same claims at the same instant mean something else. */
export function settingsKey(settings: DesireSettings): string {
  const { accessLeadMs, earlyArrivalMs, isConsentRequired, personRetentionMs } = settings;
  return JSON.stringify([RULES, accessLeadMs, earlyArrivalMs, isConsentRequired, personRetentionMs]);
}

/** The person as HikCentral should have it. */
export interface DesiredPerson {
  readonly profileHash: string;
  /** Whole seconds, as HikCentral keeps them; Unix milliseconds. */
  readonly beginsAtMs: number;
  readonly endsAtMs: number;
  readonly faceSha256: string;
}

export interface DesiredAccess {
  /** The visits that this access serves: the current ones and what overlaps them, else the next inside the lead time. */
  readonly visitIds: readonly string[];
  /** Why nothing can be sent for them. */
  readonly blocker: AccessErrorCode | null;
  /** null: nobody should have anything. */
  readonly person: DesiredPerson | null;
  readonly levelIds: readonly string[];
  /**
   * There is no photo, no consent to it, the last visit is too long ago, or we leave the server: no face goes without its
   * person, so the person goes once nothing is held.
   */
  readonly isPersonToGo: boolean;
  /** The person goes and no visit is served: nobody waits for it. */
  readonly isCleanUp: boolean;
  /** Nothing is desired, whatever the visits say. */
  readonly isSuspended: boolean;
  /** The same claims mean something else from this instant on; Unix milliseconds. */
  readonly changesAtMs: number | null;
}

interface Window {
  readonly visit: ClaimedVisit;
  readonly leadsAtMs: number;
  readonly beginsAtMs: number;
  readonly endsAtMs: number;
}

export const NOTHING_DESIRED: DesiredAccess = {
  visitIds: [],
  blocker: null,
  person: null,
  levelIds: [],
  isPersonToGo: false,
  isCleanUp: false,
  isSuspended: false,
  changesAtMs: null,
};

/** What should be true at the doors for one guest at one instant. */
export function desiredAccess(
  claims: Claims,
  nowMs: number,
  settings: DesireSettings,
  { isSuspended, isServerDisabled }: Standing = NO_STANDING,
): DesiredAccess {
  const windows = claims.visits.map((visit) => toWindow(visit, settings)).filter(({ endsAtMs }) => endsAtMs > nowMs);
  const served = servedAt(windows, nowMs);
  const retiresAtMs = retirementAtMs(claims, settings);
  const changesAtMs = nextInstant(windows, retiresAtMs, nowMs);
  const isRetired = retiresAtMs !== null && retiresAtMs <= nowMs;
  const isPersonToGo = isServerDisabled || claims.faceSha256 === null || lacksConsent(claims, settings) || isRetired;
  const isCleanUp = isServerDisabled || (isPersonToGo && claims.visits.length === 0);
  const nothing = { ...NOTHING_DESIRED, isPersonToGo, isCleanUp, isSuspended, changesAtMs };
  if (served.length === 0) return nothing;

  const visitIds = served.map(({ visit }) => visit.visitId).sort();
  const levelIds = [...new Set(served.flatMap(({ visit }) => visit.accessLevelIds))].sort();
  const { faceSha256 } = claims;
  const blocker = isServerDisabled
    ? 'SERVER_DISABLED'
    : isSuspended
      ? 'SUSPENDED'
      : blockerOf(claims, levelIds, settings);
  if (blocker !== null || faceSha256 === null) return { ...nothing, visitIds, blocker: blocker ?? 'NO_PHOTO' };
  const person = {
    profileHash: profileHash(claims),
    beginsAtMs: Math.min(...served.map(({ beginsAtMs }) => beginsAtMs)),
    endsAtMs: Math.max(...served.map(({ endsAtMs }) => endsAtMs)),
    faceSha256,
  };
  return { ...nothing, visitIds, person, levelIds };
}

/** The same access, whatever the instant at which it changes next. */
export function isSameDesire(one: DesiredAccess, other: DesiredAccess): boolean {
  return isDeepStrictEqual({ ...one, changesAtMs: null }, { ...other, changesAtMs: null });
}

/** Tells whether what we sent about the guest is what is known now, without keeping it a second time. */
export function profileHash({ fullName, phone, email }: Pick<Claims, 'fullName' | 'phone' | 'email'>): string {
  return createHash('sha256')
    .update(JSON.stringify([fullName, phone, email]))
    .digest('hex');
}

function toWindow(visit: ClaimedVisit, { accessLeadMs, earlyArrivalMs }: DesireSettings): Window {
  const endsAtMs = accessEndsAtMs(visit.validTo);
  // HikCentral refuses an empty window.
  const beginsAtMs = Math.min(wholeSeconds(visit.validFrom.getTime() - earlyArrivalMs), endsAtMs - 1_000);
  return {
    visit,
    leadsAtMs: Math.min(beginsAtMs, visit.validFrom.getTime() - accessLeadMs),
    beginsAtMs,
    endsAtMs,
  };
}

/**
 * HikCentral knows one validity per person. Windows that overlap become one; a gap is never bridged, so a later visit
 * waits until the earlier one has ended.
 */
function servedAt(windows: readonly Window[], nowMs: number): readonly Window[] {
  const current = windows.filter(({ beginsAtMs }) => beginsAtMs <= nowMs);
  const [next] = windows.filter(({ leadsAtMs }) => leadsAtMs <= nowMs).sort(byBegin);
  let served = current.length > 0 ? current : next === undefined ? [] : [next];
  for (;;) {
    const joined = windows.filter((window) => served.includes(window) || served.some((one) => touches(one, window)));
    if (joined.length === served.length) return joined.sort(byBegin);
    served = joined;
  }
}

function touches(one: Window, other: Window): boolean {
  return one.beginsAtMs <= other.endsAtMs && other.beginsAtMs <= one.endsAtMs;
}

function byBegin(one: Window, other: Window): number {
  return one.beginsAtMs - other.beginsAtMs || (one.visit.visitId < other.visit.visitId ? -1 : 1);
}

/** null: a visit is open, or none ever was. */
function retirementAtMs({ visits, lastVisitEndedAt }: Claims, { personRetentionMs }: DesireSettings): number | null {
  return visits.length > 0 || lastVisitEndedAt === null ? null : lastVisitEndedAt.getTime() + personRetentionMs;
}

function nextInstant(windows: readonly Window[], retiresAtMs: number | null, nowMs: number): number | null {
  const instants = windows
    .flatMap(({ leadsAtMs, beginsAtMs, endsAtMs }) => [leadsAtMs, beginsAtMs, endsAtMs])
    .concat(retiresAtMs ?? [])
    .filter((instant) => instant > nowMs);
  return instants.length === 0 ? null : Math.min(...instants);
}

function lacksConsent({ hasConsent }: Claims, { isConsentRequired }: DesireSettings): boolean {
  return isConsentRequired && !hasConsent;
}

function blockerOf(claims: Claims, levelIds: readonly string[], settings: DesireSettings): AccessErrorCode | null {
  if (claims.faceSha256 === null) return 'NO_PHOTO';
  if (lacksConsent(claims, settings)) return 'CONSENT_MISSING';
  return levelIds.length === 0 ? 'NO_ACCESS_LEVEL' : null;
}

/** Access ends with the last whole second before `validTo`: HikCentral keeps no parts of seconds. Unix milliseconds. */
export function accessEndsAtMs(validTo: Date): number {
  return wholeSeconds(validTo.getTime());
}

function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1_000) * 1_000;
}
