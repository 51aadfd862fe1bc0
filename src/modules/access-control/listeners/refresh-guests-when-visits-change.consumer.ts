import { Injectable } from '@nestjs/common';
import { BELLS } from '../../../contracts/bells.js';
import { type EventOf, TypedConsumer } from '../../../contracts/events/typed-consumer.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { Doorbell } from '../../../platform/doorbell/doorbell.js';
import { HikCentralGateway } from '../../hikcentral-gateway/index.js';
import { RefreshGuests } from '../application/refresh-guests.js';

const WATCHED = [
  'visits.visit-announced.v1',
  'visits.visit-changed.v1',
  'visits.photo-replaced.v1',
  'visits.photo-removed.v1',
  'visits.visit-checked-in.v1',
  'visits.visit-ended.v1',
] as const;
type Watched = (typeof WATCHED)[number];

/** Makes the reconciler act at once; without it the sweep finds the same a little later. */
@Injectable()
export class RefreshGuestsWhenVisitsChange extends TypedConsumer<Watched> {
  readonly name = 'access-control.refresh-guests';
  readonly events = WATCHED;

  constructor(
    private readonly refresh: RefreshGuests,
    private readonly gateway: HikCentralGateway,
    private readonly doorbell: Doorbell,
  ) {
    super();
  }

  override async consume(tx: Transaction, events: readonly EventOf<Watched>[]): Promise<void> {
    const [server] = await this.gateway.servers(tx);
    if (server === undefined) return;
    await this.refresh.run(
      tx,
      server.id,
      events.map(({ data: { guestId } }) => guestId),
    );
    tx.afterCommit(() => this.doorbell.ring(BELLS.reconcileAccess));
  }
}
