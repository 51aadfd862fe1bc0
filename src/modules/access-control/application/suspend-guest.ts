import { Injectable } from '@nestjs/common';
import { BELLS } from '../../../contracts/bells.js';
import { publish } from '../../../contracts/events/publish.js';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { currentContext } from '../../../platform/context/request-context.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Doorbell } from '../../../platform/doorbell/doorbell.js';
import { CardholderNotFoundError } from '../access-control.errors.js';
import { type Cardholder } from '../persistence/cardholder.js';
import { CardholderRepository } from '../persistence/cardholder-repository.js';
import { Suspensions } from '../persistence/suspensions.js';
import { type CardholderDraft } from './cardholder-draft.js';
import { ReviseCardholders } from './revise-cardholders.js';

const VERBS = {
  revoke: { action: 'cardholders.revoke', event: 'access-control.access-suspended.v1' },
  resume: { action: 'cardholders.resume', event: 'access-control.access-resumed.v1' },
} as const;

/**
 * A person ends the access of a guest over all visits, those to come too, or lets it go on. What is desired changes in the
 * same transaction, on every server, so that no call that was planned before can give anything any more.
 */
@Injectable()
export class SuspendGuest {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cardholders: CardholderRepository,
    private readonly suspensions: Suspensions,
    private readonly revise: ReviseCardholders,
    private readonly doorbell: Doorbell,
    private readonly clock: Clock,
  ) {}

  /** Done twice it is done once: the first reason stands. @throws CARDHOLDER_NOT_FOUND */
  run(verb: keyof typeof VERBS, id: string, reason: string): Promise<Cardholder> {
    return this.unitOfWork.run(async (tx) => {
      const found = await this.cardholders.find(tx, id);
      if (found === null) throw new CardholderNotFoundError('no cardholder has this id', { id });
      const { guestId } = found;
      const locked = await this.cardholders.lockOfGuest(tx, guestId);
      const said = { guestId, reason, at: this.clock.now(), by: currentContext().actor.id };
      const isNew = await (verb === 'revoke' ? this.suspensions.suspend(tx, said) : this.suspensions.resume(tx, said));
      if (!isNew) return found;
      const byServer = new Map<string, readonly CardholderDraft[]>();
      for (const serverId of new Set(locked.map((cardholder) => cardholder.serverId))) {
        const ofServer = locked.filter((cardholder) => cardholder.serverId === serverId);
        byServer.set(serverId, await this.revise.open(tx, ofServer));
      }
      const visitIds = [...new Set([...byServer.values()].flat().flatMap((draft) => draft.openVisitIds))];
      const { action, event } = VERBS[verb];
      publish(tx, event, { cardholderId: id, guestId }, { visitIds });
      audit(tx, { action, entity: 'cardholder', entityId: id, detail: { reason } });
      for (const [serverId, drafts] of byServer) {
        await this.revise.close(tx, drafts, await this.revise.doorsOf(tx, serverId));
      }
      tx.afterCommit(() => this.doorbell.ring(BELLS.reconcileAccess));
      return (await this.cardholders.find(tx, id)) ?? found;
    });
  }
}
