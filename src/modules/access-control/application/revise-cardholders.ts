import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type Cause } from '../../../platform/event-log/event-envelope.js';
import { VisitClaims } from '../../visits/index.js';
import { type LevelDoors } from '../domain/access-status.js';
import { planNext } from '../domain/plan.js';
import { isReading, type NextStep } from '../domain/step.js';
import { AccessLedger } from '../persistence/access-ledger.js';
import { AccessLevelRepository } from '../persistence/access-level-repository.js';
import { type Cardholder, type LedgerEntry } from '../persistence/cardholder.js';
import { CardholderRepository } from '../persistence/cardholder-repository.js';
import { DisabledServers } from '../persistence/disabled-servers.js';
import { ServerAdoptions } from '../persistence/server-adoptions.js';
import { type PersonRemoval, PersonRemovals } from '../persistence/person-removals.js';
import { Suspensions } from '../persistence/suspensions.js';
import { type StoredVisitAccess, VisitAccessRepository } from '../persistence/visit-access-repository.js';
import { CardholderDraft } from './cardholder-draft.js';
import { ownFault } from './own-fault.js';
import { revisedCardholder } from './revised-cardholder.js';
import { showVisits } from './show-visits.js';
import { ServerAbilities } from './server-abilities.js';
import { SetAside } from './set-aside.js';
import { tellChange, tellStep } from './tell-visits.js';

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
    private readonly disabled: DisabledServers,
  ) {}

  /** @param locked all of one server */
  async open(tx: Transaction, locked: readonly Cardholder[]): Promise<readonly CardholderDraft[]> {
    const [first] = locked;
    if (first === undefined) return [];
    const now = this.clock.now();
    const isServerDisabled = await this.disabled.isDisabled(tx, first.serverId);
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
      const standing = { isSuspended: suspended.has(cardholder.guestId), isServerDisabled };
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
      changesLevelsByCode: this.abilities.changesLevelsByCode(before.serverId),
    });
    return isObserveOnly && next !== null && !isReading(next.step.kind) ? null : next;
  }

  async close(tx: Transaction, drafts: readonly CardholderDraft[], doors: LevelDoors, cause?: Cause): Promise<void> {
    if (drafts.length === 0) return;
    const stored = await this.visitAccess.unsettledOf(
      tx,
      drafts.map(({ id }) => id),
    );
    const openWith = new Map(drafts.flatMap((draft) => draft.openVisitIds.map((visitId) => [visitId, draft.id])));
    const changedVisits: StoredVisitAccess[] = [];
    const changed: Cardholder[] = [];
    const entries: LedgerEntry[] = [];
    const removals: (PersonRemoval | null)[] = [];
    for (const draft of drafts) {
      const ownRows = stored.filter(
        // A visit that moved to another guest is that guest's to show.
        ({ cardholderId, visitId }) => cardholderId === draft.id && (openWith.get(visitId) ?? draft.id) === draft.id,
      );
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
        if (before?.status !== row.status) tellChange(tx, before?.status ?? null, row, cause);
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
    return { shown, after: revisedCardholder(draft, next, shown) };
  }
}
