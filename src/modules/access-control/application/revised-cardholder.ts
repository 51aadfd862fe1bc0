import { type AccessStatus } from '../../../contracts/ports/visit-access.js';
import { isTakingOutstanding } from '../domain/access-status.js';
import { type NextStep } from '../domain/step.js';
import { type Cardholder } from '../persistence/cardholder.js';
import { type StoredVisitAccess } from '../persistence/visit-access-repository.js';
import { type CardholderDraft } from './cardholder-draft.js';

/** Worst first: what a cardholder with several visits is listed under. */
const STATUS_ORDER: readonly AccessStatus[] = [
  'failed',
  'revoking',
  'applying',
  'pending',
  'awaiting_photo',
  'granted',
  'revoked',
];

/** The row of a cardholder as it is after a revision. */
export function revisedCardholder(
  draft: CardholderDraft,
  next: NextStep | null,
  shown: readonly StoredVisitAccess[],
): Cardholder {
  const { before, desired, facts, now, generation } = draft;
  const isOutstanding = isTakingOutstanding(desired, facts, now.getTime());
  const statuses = shown.map(({ status }) => status);
  const trouble = facts.takingTrouble ?? facts.trouble;
  const isReached = next === null && facts.trouble === null && !draft.isObserveOnly;
  return {
    ...before,
    generation,
    observedGeneration: isReached ? generation : before.observedGeneration,
    seenRevision: draft.claims?.revision ?? before.seenRevision,
    seenSettings: draft.settingsKey,
    desired,
    openVisitIds: draft.openVisitIds,
    facts,
    status: STATUS_ORDER.find((status) => statuses.includes(status)) ?? (isOutstanding ? 'revoking' : 'revoked'),
    attempts: trouble?.attempts ?? 0,
    lastErrorCode: trouble?.code ?? blockerOf(draft),
    lastErrorAt: errorAt(draft, trouble?.atMs ?? null),
    next: next === null ? null : { step: next.step.kind, side: next.side, dueAt: new Date(draft.dueSinceMs(next)) },
    wantedAt: new Date(draft.wantedAtMs),
    unrevokedSince: isOutstanding ? (before.unrevokedSince ?? now) : null,
  };
}

function errorAt(draft: CardholderDraft, troubleAtMs: number | null): Date | null {
  if (troubleAtMs !== null) return new Date(troubleAtMs);
  const { before, now } = draft;
  const blocker = blockerOf(draft);
  if (blocker === null) return null;
  return before.lastErrorCode === blocker ? (before.lastErrorAt ?? now) : now;
}

function blockerOf({ desired, isObserveOnly }: CardholderDraft): string | null {
  return desired.blocker ?? (isObserveOnly ? 'OBSERVE_ONLY' : null);
}
