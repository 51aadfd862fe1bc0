import { Injectable } from '@nestjs/common';
import { TypedConsumer, type EventOf } from '../../../contracts/events/typed-consumer.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { ApplyPassages, type GuestPassage } from '../application/apply-passages.js';
import { APPLY_PASSAGES, PASSAGE_RECORDED } from '../passage-events.js';

type Recorded = typeof PASSAGE_RECORDED;

@Injectable()
export class ApplyPassagesWhenRecorded extends TypedConsumer<Recorded> {
  override readonly name = APPLY_PASSAGES;
  override readonly events = [PASSAGE_RECORDED] as const;

  constructor(private readonly applyPassages: ApplyPassages) {
    super();
  }

  override consume(tx: Transaction, events: readonly EventOf<Recorded>[]): Promise<void> {
    return this.applyPassages.run(tx, events.map(toPassage));
  }
}

function toPassage({ data }: EventOf<Recorded>): GuestPassage {
  const { passageId, serverId, eventId, guestId, occurredAt, direction, result } = data;
  return {
    kind: 'passage',
    // An event id is unique within its server only.
    eventId: `${serverId}:${eventId}`,
    passageId,
    guestId,
    occurredAt: new Date(occurredAt),
    direction,
    result,
  };
}
