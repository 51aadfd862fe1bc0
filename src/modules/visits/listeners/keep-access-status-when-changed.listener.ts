import { Injectable } from '@nestjs/common';
import { TypedConsumer, type EventOf } from '../../../contracts/events/typed-consumer.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { VisitRepository } from '../persistence/visit-repository.js';

type Changed = 'access-control.access-changed.v1';

/** Keeps the copy that `?accessStatus=` filters by. `access` itself is always asked of access-control. */
@Injectable()
export class KeepAccessStatusWhenChanged extends TypedConsumer<Changed> {
  override readonly name = 'visits.keep-access-status';
  override readonly events = ['access-control.access-changed.v1'] as const;

  constructor(private readonly visits: VisitRepository) {
    super();
  }

  /** Of several about one visit the last one in the batch stands: events come in commit order. */
  override consume(tx: Transaction, events: readonly EventOf<Changed>[]): Promise<void> {
    return this.visits.keepAccessStatus(tx, new Map(events.map(({ data }) => [data.visitId, data.to])));
  }
}
