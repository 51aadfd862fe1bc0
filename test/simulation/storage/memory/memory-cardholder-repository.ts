import { type AccessStatus } from '../../../../src/contracts/ports/visit-access.js';
import { NOTHING_DESIRED } from '../../../../src/modules/access-control/domain/desired-access.js';
import { NO_FACTS } from '../../../../src/modules/access-control/domain/facts.js';
import { type Side, type StepKind } from '../../../../src/modules/access-control/domain/step.js';
import { type Cardholder } from '../../../../src/modules/access-control/persistence/cardholder.js';
import {
  CardholderRepository,
  type NewCardholder,
} from '../../../../src/modules/access-control/persistence/cardholder-repository.js';
import { type Transaction } from '../../../../src/platform/database/transaction.js';
import { afterSettingAside, savedRow, type SettingAside } from './cardholder-changes.js';
import { findStrays, firstPlanned, mostUrgent, stepsBefore, strangersTo } from './cardholder-queries.js';
import { unique } from './constraint.js';
import { type MemoryDatabase, pair } from './memory-database.js';
import { byId } from './order.js';
import { cardholderRow, type CardholderRow } from './rows.js';

export class MemoryCardholderRepository extends CardholderRepository {
  constructor(private readonly database: MemoryDatabase) {
    super();
  }

  override guestsWithout(tx: Transaction, serverId: string, guestIds: readonly string[]): Promise<readonly string[]> {
    const { cardholdersByGuestAndServer: known } = this.database;
    return this.database.step(tx, () => guestIds.filter((id) => known.count(pair(id, serverId)) === 0));
  }

  override insert(tx: Transaction, serverId: string, cardholders: readonly NewCardholder[], now: Date): Promise<void> {
    return this.database.step(tx, () => {
      for (const made of cardholders) this.insertOne({ serverId, ...made }, now);
    });
  }

  override lockOfGuests(
    tx: Transaction,
    serverId: string,
    guestIds: readonly string[],
  ): Promise<readonly Cardholder[]> {
    const { cardholdersByGuestAndServer: known } = this.database;
    return this.database.step(tx, () => sorted([...new Set(guestIds)].map((id) => known.one(pair(id, serverId)))));
  }

  override lockOfGuest(tx: Transaction, guestId: string): Promise<readonly Cardholder[]> {
    return this.database.step(tx, () => sorted([...this.database.cardholdersByGuest.of(guestId)]));
  }

  override lock(tx: Transaction, ids: readonly string[]): Promise<readonly Cardholder[]> {
    return this.database.step(tx, () => sorted([...new Set(ids)].map((id) => this.database.cardholders.get(id))));
  }

  override lockDue(
    tx: Transaction,
    serverId: string,
    side: Side,
    now: Date,
    beingRead: readonly string[],
    limit: number,
  ): Promise<readonly Cardholder[]> {
    return this.database.step(tx, () =>
      mostUrgent(this.database.planned.of(pair(serverId, side)), { now, beingRead, limit }).sort(byId),
    );
  }

  override nextDue(
    tx: Transaction,
    serverId: string,
    side: Side,
    now: Date,
    beingRead: readonly string[],
  ): Promise<{ readonly dueAt: Date; readonly wantedAt: Date | null } | null> {
    return this.database.step(tx, () =>
      firstPlanned(this.database.planned.of(pair(serverId, side)), { now, beingRead }),
    );
  }

  override setAside(tx: Transaction, id: string, at: SettingAside): Promise<void> {
    return this.database.step(tx, () => {
      const row = this.database.cardholders.get(id);
      if (row !== undefined) this.database.cardholders.set(id, afterSettingAside(row, at));
    });
  }

  override save(tx: Transaction, cardholders: readonly Cardholder[]): Promise<void> {
    return this.database.step(tx, () => {
      for (const cardholder of cardholders) this.saveOne(cardholder);
    });
  }

  override straysOf(tx: Transaction, serverId: string, now: Date, limit: number): Promise<readonly string[]> {
    return this.database.step(tx, () => findStrays(this.database, serverId, now).slice(0, limit));
  }

  override strangersTo(
    tx: Transaction,
    serverId: string,
    settings: string,
    now: Date,
    limit: number,
  ): Promise<readonly string[]> {
    return this.database.step(tx, () => strangersTo(this.database, serverId, settings, now).slice(0, limit));
  }

  override nextChangeAt(tx: Transaction, serverId: string): Promise<Date | null> {
    return this.database.step(tx, () => {
      let first: Date | null = null;
      for (const { desiredChangesAt: at } of this.database.cardholdersByServer.of(serverId)) {
        if (at !== null && (first === null || at < first)) first = at;
      }
      return first;
    });
  }

  override waitingUntil(
    tx: Transaction,
    cardholderId: string | null,
    validFrom: Date,
    now: Date,
  ): Promise<Readonly<Partial<Record<StepKind, number>>>> {
    return this.database.step(tx, () => stepsBefore(this.database, cardholderId, validFrom, now));
  }

  override find(tx: Transaction, id: string): Promise<Cardholder | null> {
    return this.database.step(tx, () => this.database.cardholders.get(id)?.cardholder ?? null);
  }

  override list(
    tx: Transaction,
    { statuses, isAttentionOnly }: { readonly statuses: readonly AccessStatus[]; readonly isAttentionOnly: boolean },
    limit: number,
    before: string | null,
  ): Promise<readonly Cardholder[]> {
    return this.database.step(tx, () =>
      sorted([...this.database.cardholders.values()])
        .filter(({ status }) => statuses.length === 0 || statuses.includes(status))
        .filter(
          ({ id, lastErrorCode }) => (!isAttentionOnly || lastErrorCode !== null) && (before === null || id < before),
        )
        .reverse()
        .slice(0, limit),
    );
  }

  private insertOne(made: NewCardholder & { readonly serverId: string }, now: Date): void {
    const { cardholders, cardholdersByGuestAndServer, cardholdersByCode } = this.database;
    if (cardholdersByGuestAndServer.count(pair(made.guestId, made.serverId)) > 0) return;
    unique('cardholders_pkey', cardholders.has(made.id));
    unique('cardholders_person_code', cardholdersByCode.count(pair(made.serverId, made.personCode)) > 0);
    const cardholder = { ...NEW, ...made, wantedAt: now, createdAt: now, updatedAt: now };
    cardholders.set(made.id, cardholderRow(cardholder, null));
  }

  private saveOne(cardholder: Cardholder): void {
    const { cardholders, cardholdersByPerson } = this.database;
    const before = cardholders.get(cardholder.id);
    if (before === undefined) return;
    const { personId } = cardholder.facts.person;
    const other = personId === null ? undefined : cardholdersByPerson.one(pair(before.cardholder.serverId, personId));
    unique('cardholders_person', other !== undefined && other.cardholder.id !== cardholder.id);
    cardholders.set(cardholder.id, savedRow(before, cardholder));
  }
}

const NEW = {
  generation: 0,
  observedGeneration: 0,
  seenRevision: -1,
  seenSettings: '',
  desired: NOTHING_DESIRED,
  openVisitIds: [],
  facts: NO_FACTS,
  status: 'pending',
  attempts: 0,
  lastErrorCode: null,
  lastErrorAt: null,
  next: null,
  unrevokedSince: null,
} as const;

function sorted(rows: readonly (CardholderRow | undefined)[]): readonly Cardholder[] {
  return rows.flatMap((row) => (row === undefined ? [] : [row.cardholder])).sort(byId);
}
