import { Injectable } from '@nestjs/common';
import { type EventOf, TypedConsumer } from '../../../contracts/events/typed-consumer.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { PassageRepository } from '../persistence/passage.repository.js';

type Told = 'visits.passage-attached.v1' | 'visits.passage-detached.v1';

/** `visits` finds out which visit a passage belongs to; lists of passages and the muster list ask for it. */
@Injectable()
export class KeepVisitWhenPassageAttached extends TypedConsumer<Told> {
  override readonly name = 'monitoring.keep-visit-when-passage-attached';
  override readonly events = ['visits.passage-attached.v1', 'visits.passage-detached.v1'] as const;

  constructor(private readonly passages: PassageRepository) {
    super();
  }

  override async consume(tx: Transaction, events: readonly EventOf<Told>[]): Promise<void> {
    // The last word of several counts.
    const visits = new Map(events.map((event) => [event.data.passageId, visitOf(event)]));
    await this.passages.attach(
      tx,
      [...visits].map(([passageId, visitId]) => ({ passageId, visitId })),
    );
  }
}

function visitOf(event: EventOf<Told>): string | null {
  return event.name === 'visits.passage-attached.v1' ? event.data.visitId : event.data.toVisitId;
}
