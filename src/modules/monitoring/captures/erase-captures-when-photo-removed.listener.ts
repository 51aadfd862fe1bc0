import { Injectable } from '@nestjs/common';
import { type EventOf, TypedConsumer } from '../../../contracts/events/typed-consumer.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { CaptureStore } from './capture-store.js';

type Removed = 'visits.photo-removed.v1';

/** A face that is to be gone, by a person's word or because its time is over, is gone from the passages too. */
@Injectable()
export class EraseCapturesWhenPhotoRemoved extends TypedConsumer<Removed> {
  override readonly name = 'monitoring.erase-captures-when-photo-removed';
  override readonly events = ['visits.photo-removed.v1'] as const;

  constructor(private readonly captures: CaptureStore) {
    super();
  }

  override async consume(tx: Transaction, events: readonly EventOf<Removed>[]): Promise<void> {
    await this.captures.erase(tx, [...new Set(events.map(({ data }) => data.guestId))]);
  }
}
