import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { publish } from '../../../contracts/events/publish.js';
import { type AccessStatus } from '../../../contracts/ports/visit-access.js';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type Cause } from '../../../platform/event-log/event-envelope.js';
import { VisitClaims } from '../../visits/index.js';
import { isTakingOutstanding, type LevelDoors } from '../domain/access-status.js';
import { planNext } from '../domain/plan.js';
import { isReading, type NextStep } from '../domain/step.js';
import { AccessLedger } from '../persistence/access-ledger.js';
import { AccessLevelRepository } from '../persistence/access-level-repository.js';
import { type Cardholder, type LedgerEntry } from '../persistence/cardholder.js';
import { CardholderRepository } from '../persistence/cardholder-repository.js';
import { ServerAdoptions } from '../persistence/server-adoptions.js';
import { type PersonRemoval, PersonRemovals } from '../persistence/person-removals.js';
import { Suspensions } from '../persistence/suspensions.js';
import { type StoredVisitAccess, VisitAccessRepository } from '../persistence/visit-access-repository.js';
import { CardholderDraft } from './cardholder-draft.js';
import { ownFault } from './own-fault.js';
import { showVisits } from './show-visits.js';
import { ServerAbilities } from './server-abilities.js';
import { SetAside } from './set-aside.js';

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

/**
 * The only way in which a cardholder changes: under its lock, what is desired is computed from what was agreed at this
 * moment, facts are added, the next step is planned, and what the API shows is written. A fixed number of statements,
 * whatever the number of cardholders.
 */
@Injectable()
export class ReviseCardholders {
  constructor(
    private readonly cardholders: CardholderRepository,
    private readonly ledger: AccessLedger,
    private readonly visitAccess: VisitAccessRepository,
    private readonly levels: AccessLevelRepository,
    private readonly claims: VisitClaims,
    private readonly abilities: ServerAbilities,
    private readonly aside: SetAside,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly suspensions: Suspensions,
    private readonly removals: PersonRemovals,
    private readonly adoptions: ServerAdoptions,
  ) {}

  /** @param locked all of one server */
  async open(tx: Transaction, locked: readonly Cardholder[]): Promise<readonly CardholderDraft[]> {
    const [first] = locked;
    if (first === undefined) return [];
    const now = this.clock.now();
    const isObserveOnly = !(await this.adoptions.isAdopted(tx, first.serverId, now));
    const guestIds = locked.map(({ guestId }) => guestId);
    const claims = await this.claims.claimsOf(tx, guestIds);
    // Read under the locks: whoever suspends a guest takes them first.
    const suspended = await this.suspensions.activeOf(tx, guestIds);
    const openLevels = await this.ledger.openLevels(
      tx,
      locked.map(({ id }) => id),
    );
    const { timeoutMs } = this.settings.hikcentral;
    const drafts: CardholderDraft[] = [];
    for (const cardholder of locked) {
      const own = openLevels.filter(({ cardholderId }) => cardholderId === cardholder.id);
      const guest = claims.get(cardholder.guestId) ?? null;
      const standing = { isSuspended: suspended.has(cardholder.guestId) };
      try {
        drafts.push(
          new CardholderDraft(cardholder, guest, own, now, this.settings, timeoutMs, standing, isObserveOnly),
        );
      } catch (error) {
        await this.aside.run(tx, cardholder, ownFault(error), own.length > 0);
      }
    }
    return drafts;
  }

  doorsOf(tx: Transaction, serverId: string): Promise<LevelDoors> {
    return this.levels.doorsOf(tx, serverId);
  }

  plan({ before, desired, facts, now, isObserveOnly }: CardholderDraft, doors: LevelDoors): NextStep | null {
    const [levelId] = desired.levelIds;
    const next = planNext(desired, facts, now.getTime(), {
      hasOwnApplication: this.abilities.hasOwnApplication(before.serverId),
      shouldLearnDoors: desired.levelIds.length === 1 && levelId !== undefined && !doors.has(levelId),
    });
    return isObserveOnly && next !== null && !isReading(next.step.kind) ? null : next;
  }

  async close(tx: Transaction, drafts: readonly CardholderDraft[], doors: LevelDoors, cause?: Cause): Promise<void> {
    if (drafts.length === 0) return;
    const stored = await this.visitAccess.unsettledOf(
      tx,
      drafts.map(({ id }) => id),
    );
    const changedVisits: StoredVisitAccess[] = [];
    const changed: Cardholder[] = [];
    const entries: LedgerEntry[] = [];
    const removals: (PersonRemoval | null)[] = [];
    for (const draft of drafts) {
      const ownRows = stored.filter(({ cardholderId }) => cardholderId === draft.id);
      const revised = draft.attempt(() => this.revised(draft, ownRows, doors));
      if (revised === null) {
        await this.aside.run(tx, draft.before, draft.brokenBy, draft.owesRevocation);
        continue;
      }
      const { shown, after } = revised;
      tellStep(tx, draft, ownRows, cause);
      const rowsBefore = new Map(ownRows.map((row) => [row.visitId, row]));
      for (const row of shown) {
        const before = rowsBefore.get(row.visitId) ?? null;
        if (isDeepStrictEqual(before, row)) continue;
        changedVisits.push(row);
        if (before?.status !== row.status) announce(tx, before?.status ?? null, row, cause);
      }
      entries.push(...draft.ledgerEntries());
      removals.push(draft.removal());
      if (!isDeepStrictEqual(after, draft.before)) changed.push({ ...after, updatedAt: draft.now });
    }
    await this.cardholders.save(tx, changed);
    await this.visitAccess.save(tx, changedVisits);
    await this.ledger.append(tx, entries);
    await this.removals.append(
      tx,
      removals.filter((removal) => removal !== null),
    );
  }

  private revised(draft: CardholderDraft, ownRows: readonly StoredVisitAccess[], doors: LevelDoors) {
    const next = this.plan(draft, doors);
    const shown = showVisits(draft, next, ownRows, doors);
    return { shown, after: toCardholder(draft, next, shown) };
  }
}

function announce(tx: Transaction, from: AccessStatus | null, row: StoredVisitAccess, cause?: Cause): void {
  publish(
    tx,
    'access-control.access-changed.v1',
    {
      visitId: row.visitId,
      guestId: row.guestId,
      from,
      to: row.status,
      errorCode: row.lastError?.code ?? null,
    },
    { visitIds: [row.visitId], ...(cause && { cause }) },
  );
}

/** Told to the visits that are served, and to those whose access is being taken. */
function tellStep(
  tx: Transaction,
  { stepTaken, desired }: CardholderDraft,
  unsettled: readonly StoredVisitAccess[],
  cause?: Cause,
): void {
  if (stepTaken === null) return;
  const leaving = unsettled.filter(({ wasServed, status }) => wasServed && status !== 'revoked');
  const visitIds = [...new Set([...desired.visitIds, ...leaving.map(({ visitId }) => visitId)])];
  publish(tx, 'access-control.step-taken.v1', stepTaken, { visitIds, ...(cause && { cause }) });
}

function toCardholder(draft: CardholderDraft, next: NextStep | null, shown: readonly StoredVisitAccess[]): Cardholder {
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
    desired,
    openVisitIds: draft.openVisitIds,
    facts,
    status: STATUS_ORDER.find((status) => statuses.includes(status)) ?? 'revoked',
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
