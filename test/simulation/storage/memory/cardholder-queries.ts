import { isReading, type StepKind } from '../../../../src/modules/access-control/domain/step.js';
import { type Cardholder } from '../../../../src/modules/access-control/persistence/cardholder.js';
import { type MemoryDatabase, pair } from './memory-database.js';
import { byText, byTime } from './order.js';
import { type CardholderRow } from './rows.js';

interface Looking {
  readonly now: Date;
  /** Cardholders for whom no further reading is due. */
  readonly beingRead: readonly string[];
}

/** By when they are wanted, then by when they were due; of what PostgreSQL leaves open, by id. */
export function mostUrgent(
  planned: Iterable<CardholderRow>,
  looking: Looking & { readonly limit: number },
): Cardholder[] {
  const due: Cardholder[] = [];
  const read = new Set(looking.beingRead);
  for (const { cardholder } of planned) {
    if (!isSpared(cardholder, read) && dueAtMs(cardholder) <= looking.now.getTime()) due.push(cardholder);
  }
  if (due.length <= looking.limit) return due;
  return due
    .sort(
      (one, other) => byTime(one.wantedAt, other.wantedAt) || dueAtMs(one) - dueAtMs(other) || byText(one.id, other.id),
    )
    .slice(0, looking.limit);
}

export function firstPlanned(
  planned: Iterable<CardholderRow>,
  { now, beingRead }: Looking,
): { readonly dueAt: Date; readonly wantedAt: Date | null } | null {
  const read = new Set(beingRead);
  let dueAt: Date | null = null;
  let wantedAt: Date | null = null;
  for (const { cardholder } of planned) {
    const { next } = cardholder;
    if (next === null || isSpared(cardholder, read)) continue;
    if (dueAt === null || next.dueAt < dueAt) dueAt = next.dueAt;
    if (next.dueAt <= now && (wantedAt === null || cardholder.wantedAt < wantedAt)) wantedAt = cardholder.wantedAt;
  }
  return dueAt === null ? null : { dueAt, wantedAt };
}

/** Guests by the three ways in which they stray; in no order that means anything. */
export function findStrays(database: MemoryDatabase, serverId: string, now: Date): readonly string[] {
  const { visits, guests, openVisits, cardholdersByServer, cardholdersByGuestAndServer } = database;
  const strays = new Set<string>();
  for (const { cardholder, desiredChangesAt } of cardholdersByServer.of(serverId)) {
    const hasEnded = (visitId: string): boolean => !isOpen(visits.get(visitId)?.status);
    const isChanging = desiredChangesAt !== null && desiredChangesAt <= now;
    if (isChanging || cardholder.openVisitIds.some(hasEnded)) strays.add(cardholder.guestId);
  }
  for (const { guestId } of openVisits.of('')) {
    const seen = cardholdersByGuestAndServer.one(pair(guestId, serverId))?.cardholder.seenRevision ?? null;
    if (seen === null || seen < (guests.get(guestId)?.revision ?? -1)) strays.add(guestId);
  }
  return [...strays];
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

function dueAtMs({ next }: Cardholder): number {
  return next?.dueAt.getTime() ?? Infinity;
}

function isSpared({ id, next }: Cardholder, read: ReadonlySet<string>): boolean {
  return next !== null && read.has(id) && isReading(next.step);
}

function isOpen(status: string | undefined): boolean {
  return status === 'expected' || status === 'checked_in';
}
