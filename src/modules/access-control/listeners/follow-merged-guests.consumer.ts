import { Injectable } from '@nestjs/common';
import { BELLS } from '../../../contracts/bells.js';
import { type EventOf, TypedConsumer } from '../../../contracts/events/typed-consumer.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { Doorbell } from '../../../platform/doorbell/doorbell.js';
import { HikCentralGateway } from '../../hikcentral-gateway/index.js';
import { RefreshGuests } from '../application/refresh-guests.js';
import { rememberMerge } from '../persistence/merged-guests.js';
import { CardholderRepository } from '../persistence/cardholder-repository.js';
import { Suspensions } from '../persistence/suspensions.js';

type Merged = 'visits.guests-merged.v1';

/**
 * Of two records of one guest one stays. Whoever ended the access of either meant the person, so the word stands for the
 * one that stays; so does every passage under the other's person code, also one that is read only later. The other has no visits any more: its levels are taken, then its person goes; the sweep finds that too.
 */
@Injectable()
export class FollowMergedGuests extends TypedConsumer<Merged> {
  readonly name = 'access-control.follow-merged-guests';
  readonly events = ['visits.guests-merged.v1'] as const;

  constructor(
    private readonly cardholders: CardholderRepository,
    private readonly suspensions: Suspensions,
    private readonly refresh: RefreshGuests,
    private readonly gateway: HikCentralGateway,
    private readonly doorbell: Doorbell,
  ) {
    super();
  }

  override async consume(tx: Transaction, events: readonly EventOf<Merged>[]): Promise<void> {
    const servers = await this.gateway.servers(tx);
    for (const { data } of events) {
      const { guestId, mergedGuestId } = data;
      // In one order whichever stays: two merges may cross.
      for (const one of [guestId, mergedGuestId].sort()) await this.cardholders.lockOfGuest(tx, one);
      await rememberMerge(tx, guestId, mergedGuestId);
      const suspension = (await this.suspensions.activeOf(tx, [mergedGuestId])).get(mergedGuestId);
      if (suspension !== undefined) await this.suspensions.suspend(tx, { ...suspension, guestId });
      // What is taken is planned before what is given.
      for (const { id } of servers) await this.refresh.known(tx, id, [mergedGuestId]);
      const [first] = servers;
      if (first !== undefined) await this.refresh.run(tx, first.id, [guestId]);
    }
    tx.afterCommit(() => this.doorbell.ring(BELLS.reconcileAccess));
  }
}
