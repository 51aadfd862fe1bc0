import { type DoorAccess, type VisitAccessView } from '../../../contracts/ports/visit-access.js';
import { type Language } from '../../../platform/http/language.js';
import { ACCESS_ERROR_TEXTS } from '../access-control.problems.js';
import { accessEndsAtMs } from '../domain/desired-access.js';
import { type JoinedVisitAccess } from '../persistence/visit-access-repository.js';

type Claim = NonNullable<JoinedVisitAccess['claim']>;
type Stored = NonNullable<JoinedVisitAccess['stored']>;

/** What is stored, seen in the light of what the visit is at this moment: an event may still be on its way. */
export function viewAccess({ stored, claim }: JoinedVisitAccess, now: Date, language: Language): VisitAccessView {
  const due = claim !== null && accessEndsAtMs(claim.validTo) > now.getTime() ? claim : null;
  const suspendedAt = due?.suspendedAt ?? null;
  const wanted = suspendedAt === null ? due : null;
  const desired = wanted === null ? 'revoked' : 'granted';
  if (stored === null) {
    const status = wanted === null ? 'revoked' : wanted.hasFace ? 'pending' : 'awaiting_photo';
    return { desired, status, ...NOT_MET, lastError: suspension(suspendedAt, language) };
  }
  const status = wanted === null ? endedStatus(stored) : wantedStatus(stored, wanted);
  const isExposed = stored.exposureEndsAt !== null && stored.exposureEndsAt > now && status !== 'revoked';
  const { personCode, personId, serverId, validFrom, validTo, attempts, nextAttemptAt, grantedAt } = stored;
  return {
    desired,
    status,
    personCode,
    hikcentralPersonId: personId,
    serverId,
    validFrom,
    validTo,
    exposureEndsAt: isExposed ? stored.exposureEndsAt : null,
    doors: status === 'revoked' && !stored.wasServed ? [] : stored.doors.map(inOrder),
    attempts,
    nextAttemptAt,
    lastError: suspension(suspendedAt, language) ?? errorOf(stored, wanted, language),
    grantedAt,
    revokedAt: status === 'revoked' ? stored.revokedAt : null,
  };
}

/** A jsonb column does not keep the order of members; the contract does. */
function inOrder({ doorId, name, status, at, reason }: DoorAccess): DoorAccess {
  return { doorId, name, status, at, reason };
}

function endedStatus({ desired, status, wasServed }: Stored): VisitAccessView['status'] {
  if (desired === 'revoked') return status;
  return wasServed ? 'revoking' : 'revoked';
}

function wantedStatus(stored: Stored, claim: Claim): VisitAccessView['status'] {
  const { desired, status, lastError } = stored;
  if (!claim.hasFace) return 'awaiting_photo';
  const isPhotoUnseen = status === 'awaiting_photo' && lastError?.code === 'NO_PHOTO';
  // Revoked, and made longer since: nothing of that has been sent.
  if (isPhotoUnseen || desired === 'revoked') return 'pending';
  return status === 'granted' || status === 'applying' ? sinceChanged(status, stored, claim) : status;
}

/** What was read back was read back of what was agreed then. */
function sinceChanged(
  status: 'granted' | 'applying',
  stored: Stored,
  { levelIds, validTo }: Claim,
): VisitAccessView['status'] {
  if (levelIds.some((levelId) => !stored.levelIds.includes(levelId))) return 'pending';
  return validTo.getTime() === stored.endsAt.getTime() ? status : 'applying';
}

function errorOf({ lastError }: Stored, wanted: Claim | null, language: Language): VisitAccessView['lastError'] {
  // Stored a moment before somebody resumed access, or put a photo.
  const isOver = lastError?.code === 'SUSPENDED' || (lastError?.code === 'NO_PHOTO' && wanted?.hasFace === true);
  if (lastError === null || isOver) return null;
  return { code: lastError.code, message: ACCESS_ERROR_TEXTS[lastError.code][language], at: lastError.at };
}

function suspension(at: Date | null, language: Language): VisitAccessView['lastError'] {
  return at === null ? null : { code: 'SUSPENDED', message: ACCESS_ERROR_TEXTS.SUSPENDED[language], at };
}

const NOT_MET: Omit<VisitAccessView, 'desired' | 'status'> = {
  personCode: null,
  hikcentralPersonId: null,
  serverId: null,
  validFrom: null,
  validTo: null,
  exposureEndsAt: null,
  doors: [],
  attempts: 0,
  nextAttemptAt: null,
  lastError: null,
  grantedAt: null,
  revokedAt: null,
};
