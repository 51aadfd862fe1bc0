import { Injectable } from '@nestjs/common';
import { TypedConsumer, type EventOf } from '../../../contracts/events/typed-consumer.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { ApplyPassages, type GuestPassage } from '../application/apply-passages.js';
import { APPLY_PASSAGES, PASSAGE_RECORDED, PASSAGES_MOVED } from '../passage-events.js';

type Told = typeof PASSAGE_RECORDED | typeof PASSAGES_MOVED;

@Injectable()
export class ApplyPassagesWhenRecorded extends TypedConsumer<Told> {
  override readonly name = APPLY_PASSAGES;
  override readonly events = [PASSAGE_RECORDED, PASSAGES_MOVED] as const;

  constructor(private readonly applyPassages: ApplyPassages) {
    super();
  }

  override consume(tx: Transaction, events: readonly EventOf<Told>[]): Promise<void> {
    return this.applyPassages.run(tx, events.flatMap(toldBy));
  }
}

function toldBy(event: EventOf<Told>): GuestPassage[] {
  if (event.name === PASSAGE_RECORDED) return [toPassage(event.data)];
  const { guestId, unattached } = event.data;
  return unattached.map((passage) => toPassage({ ...passage, guestId }));
}

type Recorded = EventOf<typeof PASSAGE_RECORDED>['data'];

function toPassage(recorded: Omit<Recorded, 'doorId'>): GuestPassage {
  const { passageId, serverId, eventId, guestId, occurredAt, direction, result } = recorded;
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
