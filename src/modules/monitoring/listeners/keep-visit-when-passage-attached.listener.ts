import { Injectable } from '@nestjs/common';
import { type EventOf, TypedConsumer } from '../../../contracts/events/typed-consumer.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { PassageRepository } from '../persistence/passage.repository.js';

/** `visits` finds out which visit a passage belongs to; lists of passages and the muster list ask for it. */
@Injectable()
export class KeepVisitWhenPassageAttached extends TypedConsumer<'visits.passage-attached.v1'> {
  override readonly name = 'monitoring.keep-visit-when-passage-attached';
  override readonly events = ['visits.passage-attached.v1'] as const;

  constructor(private readonly passages: PassageRepository) {
    super();
  }

  override async consume(tx: Transaction, events: readonly EventOf<'visits.passage-attached.v1'>[]): Promise<void> {
    const visits = new Map(events.map(({ data }) => [data.passageId, data.visitId]));
    await this.passages.attach(
      tx,
      [...visits].map(([passageId, visitId]) => ({ passageId, visitId })),
    );
  }
}
