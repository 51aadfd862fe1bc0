import { isReading, type StepKind } from '../../../../src/modules/access-control/domain/step.js';
import { FAILED_RESTS_MS, isSetAside } from '../../../../src/modules/access-control/persistence/cardholder-queries.js';
import { type Cardholder } from '../../../../src/modules/access-control/persistence/cardholder.js';
import { type MemoryDatabase, pair } from './memory-database.js';
import { byId, byText } from './order.js';
import { type CardholderRow } from './rows.js';

interface Looking {
  readonly now: Date;
  /** Cardholders for whom no further reading is due. */
  readonly beingRead: readonly string[];
}

/** By when they are wanted, then by when they were due; of what PostgreSQL leaves open, by id. */
export function mostUrgent(
  planned: Iterable<CardholderRow>,
  { now, beingRead, limit }: Looking & { readonly limit: number },
): Cardholder[] {
  const due: CardholderRow[] = [];
  const read = new Set(beingRead);
  const nowMs = now.getTime();
  for (const row of planned) if (row.dueAtMs <= nowMs && !isSpared(row.cardholder, read)) due.push(row);
  if (due.length > limit) due.sort(mostUrgentFirst).splice(limit);
  return due.map(({ cardholder }) => cardholder);
}

function mostUrgentFirst(one: CardholderRow, other: CardholderRow): number {
  return (
    one.wantedAtMs - other.wantedAtMs || one.dueAtMs - other.dueAtMs || byText(one.cardholder.id, other.cardholder.id)
  );
}

export function firstPlanned(
  planned: Iterable<CardholderRow>,
  { now, beingRead }: Looking,
): { readonly dueAt: Date; readonly wantedAt: Date | null } | null {
  const read = new Set(beingRead);
  const nowMs = now.getTime();
  let dueAtMs = Infinity;
  let wantedAtMs = Infinity;
  for (const row of planned) {
    if (isSpared(row.cardholder, read)) continue;
    if (row.dueAtMs < dueAtMs) dueAtMs = row.dueAtMs;
    if (row.dueAtMs <= nowMs && row.wantedAtMs < wantedAtMs) wantedAtMs = row.wantedAtMs;
  }
  if (dueAtMs === Infinity) return null;
  return { dueAt: new Date(dueAtMs), wantedAt: wantedAtMs === Infinity ? null : new Date(wantedAtMs) };
}

/** Guests by the three ways in which they stray; in no order that means anything. */
export function findStrays(database: MemoryDatabase, serverId: string, now: Date): readonly string[] {
  const { visits, guests, openVisits, cardholdersByServer, cardholdersByGuestAndServer } = database;
  const strays = new Set<string>();
  for (const { cardholder, desiredChangesAt } of cardholdersByServer.of(serverId)) {
    const hasEnded = (visitId: string): boolean =>
      !isOpen(visits.get(visitId)?.status) || visits.get(visitId)?.guestId !== cardholder.guestId;
    const isChanging = desiredChangesAt !== null && desiredChangesAt <= now;
    if (isChanging || cardholder.openVisitIds.some(hasEnded)) strays.add(cardholder.guestId);
  }
  for (const { guestId } of openVisits.of('')) {
    const seen = cardholdersByGuestAndServer.one(pair(guestId, serverId))?.cardholder.seenRevision ?? null;
    if (seen === null || seen < (guests.get(guestId)?.revision ?? -1)) strays.add(guestId);
  }
  return [...strays].filter((guestId) => {
    const known = cardholdersByGuestAndServer.one(pair(guestId, serverId))?.cardholder;
    return known === undefined || !isSetAside(known, now);
  });
}

export function strangersTo(
  { cardholdersByServer }: MemoryDatabase,
  serverId: string,
  settings: string,
  now: Date,
): readonly string[] {
  const failedBefore = new Date(now.getTime() - FAILED_RESTS_MS);
  const strangers: Cardholder[] = [];
  for (const { cardholder } of cardholdersByServer.of(serverId)) {
    const { seenSettings, lastErrorCode, lastErrorAt } = cardholder;
    const isResting = lastErrorCode === 'INTERNAL' && lastErrorAt !== null && lastErrorAt > failedBefore;
    if (seenSettings !== settings && !isResting) strangers.push(cardholder);
  }
  const [without, withVisits] = [true, false].map((isIdle) =>
    strangers.filter(({ openVisitIds }) => (openVisitIds.length === 0) === isIdle).sort(byId),
  );
  return [...withVisits!, ...without!].map(({ guestId }) => guestId);
}

/** On every server, since a forecast is asked for before it is known on which a guest will be. */
export function stepsBefore(
  { cardholders }: MemoryDatabase,
  cardholderId: string | null,
  validFrom: Date,
  now: Date,
): Partial<Record<StepKind, number>> {
  const own = cardholderId === null ? undefined : cardholders.get(cardholderId)?.cardholder;
  const counts: Partial<Record<StepKind, number>> = { [own?.next?.step ?? 'add-person']: 1 };
  for (const { cardholder } of cardholders.values()) {
    const { id, next, wantedAt } = cardholder;
    if (id === cardholderId || next?.side !== 'giving' || next.dueAt > now || wantedAt > validFrom) continue;
    counts[next.step] = (counts[next.step] ?? 0) + 1;
  }
  return counts;
}

function isSpared({ id, next }: Cardholder, read: ReadonlySet<string>): boolean {
  return read.size > 0 && next !== null && read.has(id) && isReading(next.step);
}

function isOpen(status: string | undefined): boolean {
  return status === 'expected' || status === 'checked_in';
}
