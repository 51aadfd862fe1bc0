import { type Settings } from '../../../../src/config/settings.js';
import { type AccessStatus } from '../../../../src/contracts/ports/visit-access.js';
import { type SweepInstant } from '../../../../src/modules/visits/domain/due.js';
import { type VisitFact } from '../../../../src/modules/visits/domain/visit-facts.js';
import { type Columns } from '../../../../src/modules/visits/persistence/columns.js';
import { type VisitDetails } from '../../../../src/modules/visits/persistence/visit-details.js';
import { GuestEntity } from '../../../../src/modules/visits/persistence/guest.entity.js';
import { type VisitFilter } from '../../../../src/modules/visits/persistence/visit-filter.js';
import {
  type DueRules,
  type LockedVisit,
  type NewFact,
  type VisitProgress,
  VisitRepository,
  type VisitsAround,
} from '../../../../src/modules/visits/persistence/visit-repository.js';
import { VisitEntity } from '../../../../src/modules/visits/persistence/visit.entity.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { reference, unique } from './constraint.js';
import { type DueTimes, dueTimes } from './due-times.js';
import { type MemoryDatabase, pair } from './memory-database.js';
import { byId, byText, byTime } from './order.js';
import { type VisitRow } from './rows.js';
import { said } from './said.js';
import { detailsOf, isShown, newestFirst } from './visit-list.js';
import { inOrder, withAllColumns } from './visit-facts.js';

const DAY_MS = 24 * 3_600_000;

export class MemoryVisitRepository extends VisitRepository {
  constructor(
    private readonly database: MemoryDatabase,
    private readonly settings: Settings,
  ) {
    super();
  }

  override insert(tx: Transaction, visit: Columns<VisitEntity>): Promise<void> {
    return this.database.step(tx, () => {
      const { visits, guests } = this.database;
      unique('visits_pkey', visits.has(visit.id));
      reference('visits_guest_id_fkey', !guests.has(visit.guestId));
      visits.set(visit.id, copyOf(visit));
    });
  }

  override update(tx: Transaction, visitId: string, changes: Partial<VisitEntity>): Promise<void> {
    return this.database.step(tx, () => this.write(visitId, said(changes)));
  }

  override lock(tx: Transaction, visitId: string, ownHostEmail: string | null): Promise<LockedVisit | null> {
    return this.database.step(tx, () => {
      const visit = this.database.visits.get(visitId);
      const guest = visit && this.database.guests.get(visit.guestId);
      if (visit === undefined || guest === undefined || !isOf(visit, ownHostEmail)) return null;
      return { guest: Object.assign(new GuestEntity(), guest), visit: copyOf(visit) };
    });
  }

  override lockAround(
    tx: Transaction,
    guestIds: readonly string[],
    span: { readonly from: Date; readonly to: Date },
  ): Promise<VisitsAround> {
    const latestStartMs = span.to.getTime() + this.settings.earlyArrivalMs;
    const earliestEndMs = span.from.getTime() - this.settings.autoCloseGraceMs - DAY_MS;
    return this.database.step(tx, () => {
      const mergedInto = this.mergedInto(guestIds);
      const visits = [...new Set([...guestIds, ...mergedInto.values()])]
        .flatMap((guestId) => [...this.database.visitsByGuest.of(guestId)])
        .filter(({ validFrom }) => validFrom.getTime() <= latestStartMs)
        .filter(({ validTo, status }) => validTo.getTime() >= earliestEndMs || status === 'checked_in')
        .map(copyOf)
        .sort(byId);
      return { visits, mergedInto };
    });
  }

  override lockMany(tx: Transaction, visitIds: readonly string[]): Promise<readonly VisitEntity[]> {
    return this.database.step(tx, () => {
      const found = [...new Set(visitIds)].map((id) => this.database.visits.get(id));
      return found
        .filter((visit) => visit !== undefined)
        .map(copyOf)
        .sort(byId);
    });
  }

  override saveProgress(
    tx: Transaction,
    rows: readonly VisitProgress[],
    guestIds: readonly string[],
    now: Date,
  ): Promise<void> {
    return this.database.step(tx, () => {
      for (const { id, ...progress } of rows) this.write(id, { ...progress, updatedAt: now });
      const { guests } = this.database;
      for (const guestId of new Set(guestIds)) {
        const guest = guests.get(guestId);
        if (guest) guests.set(guestId, { ...guest, revision: guest.revision + 1, updatedAt: now });
      }
    });
  }

  override factsOf(tx: Transaction, visitIds: readonly string[]): Promise<ReadonlyMap<string, readonly VisitFact[]>> {
    const { factsByVisit } = this.database;
    return this.database.step(tx, () => new Map(visitIds.map((id) => [id, inOrder(factsByVisit.of(id))])));
  }

  override addFacts(tx: Transaction, facts: readonly NewFact[]): Promise<void> {
    return this.database.step(tx, () => {
      const { visits, facts: known } = this.database;
      for (const { visitId, fact } of facts) {
        const key = pair(visitId, fact.eventId);
        if (known.has(key)) continue;
        reference('visit_facts_visit_id_fkey', !visits.has(visitId));
        known.set(key, { visitId, fact: withAllColumns(fact) });
      }
    });
  }

  override removeFacts(tx: Transaction, facts: readonly NewFact[]): Promise<void> {
    return this.database.step(tx, () => {
      for (const { visitId, fact } of facts) this.database.facts.delete(pair(visitId, fact.eventId));
    });
  }

  override find(tx: Transaction, visitId: string, ownHostEmail: string | null): Promise<VisitDetails | null> {
    return this.database.step(tx, () => {
      const visit = this.database.visits.get(visitId);
      return visit === undefined || !isOf(visit, ownHostEmail) ? null : detailsOf(this.database, visit);
    });
  }

  override openIdsOf(tx: Transaction, guestId: string): Promise<readonly string[]> {
    return this.database.step(tx, () =>
      [...this.database.openVisitsByGuest.of(guestId)].map(({ id }) => id).sort(byText),
    );
  }

  override list(tx: Transaction, filter: VisitFilter, limit: number): Promise<readonly VisitDetails[]> {
    return this.database.step(tx, () =>
      [...this.database.visits.values()]
        .filter((visit) => isShown(this.database, visit, filter))
        .sort(newestFirst)
        .slice(0, limit)
        .map((visit) => detailsOf(this.database, visit)),
    );
  }

  override dueIds(
    tx: Transaction,
    { now, knownTo }: SweepInstant,
    rules: DueRules,
    limit: number,
  ): Promise<readonly string[]> {
    return this.database.step(tx, () =>
      this.dueVisits(rules)
        .filter(({ at, atLast }) => at <= now && (at <= knownTo || atLast <= now))
        .sort((one, other) => byTime(one.at, other.at) || byId(one, other))
        .slice(0, limit)
        .map(({ id }) => id),
    );
  }

  override nextDueAt(tx: Transaction, now: Date, rules: DueRules): Promise<Date | null> {
    return this.database.step(tx, () =>
      this.dueVisits(rules)
        .map(({ at, atLast }) => (at > now ? at : atLast))
        .reduce<Date | null>((first, at) => (first === null || at < first ? at : first), null),
    );
  }

  override keepAccessStatus(tx: Transaction, statuses: ReadonlyMap<string, string>): Promise<void> {
    return this.database.step(tx, () => {
      for (const [id, status] of statuses) this.write(id, { accessStatus: status as AccessStatus });
    });
  }

  private mergedInto(guestIds: readonly string[]): ReadonlyMap<string, string> {
    const asked = guestIds.map((id) => [id, this.database.guests.get(id)?.mergedIntoId ?? null] as const);
    return new Map(asked.flatMap(([id, into]) => (into === null ? [] : [[id, into]])));
  }

  private dueVisits(rules: DueRules): ({ readonly id: string } & DueTimes)[] {
    const due: ({ readonly id: string } & DueTimes)[] = [];
    for (const visit of this.database.openVisits.of('')) {
      const times = dueTimes(visit, rules);
      if (times !== null) due.push({ id: visit.id, ...times });
    }
    return due;
  }

  private write(visitId: string, changes: Partial<VisitRow>): void {
    const visit = this.database.visits.get(visitId);
    if (visit !== undefined) this.database.visits.set(visitId, copyOf({ ...visit, ...changes }));
  }
}

function copyOf(visit: VisitRow): VisitEntity {
  return Object.assign(new VisitEntity(), visit, { accessLevelIds: [...visit.accessLevelIds] });
}

function isOf({ hostEmail }: VisitRow, ownHostEmail: string | null): boolean {
  return ownHostEmail === null || hostEmail.toLowerCase() === ownHostEmail.toLowerCase();
}
