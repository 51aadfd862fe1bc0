import { Injectable } from '@nestjs/common';
import { publish } from '../../../contracts/events/publish.js';
import { type EventOf, TypedConsumer } from '../../../contracts/events/typed-consumer.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { type Passage } from '../domain/passage.js';
import { type GuestMerge, PassageRepository } from '../persistence/passage.repository.js';

/** No visit lasts longer than 31 days: an earlier passage that belongs to none changes none that is open. */
const LOOKS_BACK_MS = 32 * 24 * 3_600_000;

type Merged = 'visits.guests-merged.v1';

/**
 * Passages are the guest's who stays; their captures stand with them. One that belonged to no visit of the one may belong
 * to a visit of the other, so those are told of again. A merge that is told twice moves what was stored between.
 */
@Injectable()
export class MovePassagesWhenGuestsMerged extends TypedConsumer<Merged> {
  override readonly name = 'monitoring.move-passages-when-guests-merged';
  override readonly events = ['visits.guests-merged.v1'] as const;

  constructor(
    private readonly passages: PassageRepository,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async consume(tx: Transaction, events: readonly EventOf<Merged>[]): Promise<void> {
    const merges = inOneStep(events.map(({ data }) => data));
    await this.passages.moveToGuests(tx, merges);
    const guestIds = [...new Set(merges.map(({ guestId }) => guestId))];
    const since = new Date(this.clock.now().getTime() - LOOKS_BACK_MS);
    const unattached = await this.passages.unattachedOf(tx, guestIds, since);
    for (const merge of merges) {
      const ofGuest = unattached.filter(({ guestId }) => guestId === merge.guestId);
      publish(tx, 'monitoring.passages-moved.v1', { ...merge, unattached: ofGuest.map(toldAgain) });
    }
  }
}

/** Who was merged into somebody who was merged in turn goes to the last. */
function inOneStep(merges: readonly GuestMerge[]): readonly GuestMerge[] {
  const into = new Map<string, string>();
  for (const { guestId, mergedGuestId } of merges.toReversed()) into.set(mergedGuestId, into.get(guestId) ?? guestId);
  return [...into].map(([mergedGuestId, guestId]) => ({ guestId, mergedGuestId }));
}

function toldAgain({ id, serverId, eventId, direction, result, occurredAt }: Passage) {
  return { passageId: id, serverId, eventId, direction, result, occurredAt: occurredAt.toISOString() };
}
