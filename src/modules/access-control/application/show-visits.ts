import { type AccessErrorCode, type AccessStatus } from '../../../contracts/ports/visit-access.js';
import { accessOf, type LevelDoors, type ShownAccess } from '../domain/access-status.js';
import { NO_LEVEL_FACTS } from '../domain/facts.js';
import { mayHold } from '../domain/level-standing.js';
import { type NextStep } from '../domain/step.js';
import { type StoredVisitAccess } from '../persistence/visit-access-repository.js';
import { type CardholderDraft } from './cardholder-draft.js';

/** The rows of all visits of one cardholder as the API should show them now, settled history apart. */
export function showVisits(
  draft: CardholderDraft,
  next: NextStep | null,
  stored: readonly StoredVisitAccess[],
  doorsOfLevels: LevelDoors,
): readonly StoredVisitAccess[] {
  const storedById = new Map(stored.map((row) => [row.visitId, row]));
  const open = (draft.claims?.visits ?? []).map((visit) =>
    show(
      draft,
      next,
      {
        visitId: visit.visitId,
        isOpen: true,
        endsAt: visit.validTo,
        levelIds: visit.accessLevelIds,
        stored: storedById.get(visit.visitId) ?? null,
      },
      doorsOfLevels,
    ),
  );
  const openIds = new Set(draft.openVisitIds);
  const ended = stored
    .filter(({ visitId }) => !openIds.has(visitId))
    .map((row) => show(draft, next, { ...row, isOpen: false, stored: row }, doorsOfLevels));
  return [...open, ...ended];
}

interface Shown {
  readonly visitId: string;
  readonly isOpen: boolean;
  readonly endsAt: Date;
  readonly levelIds: readonly string[];
  readonly stored: StoredVisitAccess | null;
}

function show(
  draft: CardholderDraft,
  next: NextStep | null,
  { visitId, isOpen, endsAt, levelIds, stored }: Shown,
  doorsOfLevels: LevelDoors,
): StoredVisitAccess {
  const { desired, facts, now, claims } = draft;
  const isServed = desired.visitIds.includes(visitId);
  const holds = levelIds.some((levelId) => mayHold(facts.levels[levelId] ?? NO_LEVEL_FACTS));
  const wasServed = (stored?.wasServed ?? false) || (isServed && holds);
  const access = accessOf(
    { visitId, isOpen, validTo: endsAt, levelIds, wasServed },
    { desired, facts, hasFace: claims?.faceSha256 != null, doorsOfLevels, nowMs: now.getTime() },
  );
  const { validFrom, validTo, exposureEndsAt, doors, attempts } = access;
  return {
    visitId,
    guestId: draft.before.guestId,
    cardholderId: draft.id,
    isOpen,
    wasServed,
    levelIds,
    endsAt,
    desired: access.desired,
    status: access.status,
    validFrom,
    validTo,
    exposureEndsAt,
    doors,
    attempts,
    nextAttemptAt: nextAttemptAt(draft, next, access.status, isServed),
    lastError: keepInstant(errorOf(draft, access), stored?.lastError ?? null),
    grantedAt: access.status === 'granted' ? (stored?.grantedAt ?? now) : (stored?.grantedAt ?? null),
    revokedAt: access.status === 'revoked' && !isWaiting(access) ? (stored?.revokedAt ?? now) : null,
  };
}

const UNSETTLED: readonly AccessStatus[] = ['pending', 'applying', 'revoking'];

/** While nothing may be changed there, that is why nothing comes of what is desired. */
function errorOf(
  { isObserveOnly, now }: CardholderDraft,
  { status, lastError }: ShownAccess,
): ShownAccess['lastError'] {
  if (!isObserveOnly || !UNSETTLED.includes(status) || lastError?.code === 'SUSPENDED') return lastError;
  return { code: 'OBSERVE_ONLY', at: now };
}

function isWaiting({ desired }: { desired: 'granted' | 'revoked' }): boolean {
  return desired === 'granted';
}

function nextAttemptAt(
  draft: CardholderDraft,
  next: NextStep | null,
  status: AccessStatus,
  isServed: boolean,
): Date | null {
  if (status === 'granted' || status === 'revoked' || status === 'failed') return null;
  if (status === 'revoking' || isServed) return next === null ? null : new Date(next.dueAtMs);
  return draft.desired.changesAtMs === null ? null : new Date(draft.desired.changesAtMs);
}

/** The same trouble keeps the instant at which it began. */
function keepInstant(
  error: { readonly code: AccessErrorCode; readonly at: Date } | null,
  stored: { readonly code: AccessErrorCode; readonly at: Date } | null,
): { readonly code: AccessErrorCode; readonly at: Date } | null {
  return error !== null && error.code === stored?.code && error.at.getTime() >= stored.at.getTime() ? stored : error;
}
