import { Injectable } from '@nestjs/common';
import { BELLS } from '../../../contracts/bells.js';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { currentContext } from '../../../platform/context/request-context.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Doorbell } from '../../../platform/doorbell/doorbell.js';
import { HikCentralGateway, type HikCentralServer } from '../../hikcentral-gateway/index.js';
import { UnknownServerError } from '../access-control.errors.js';
import { DisabledServers } from '../persistence/disabled-servers.js';
import { RefreshGuests } from './refresh-guests.js';

/** Planned anew in the verb's own transaction, so that taking begins at once; the sweep does the rest. */
const MOST_AT_ONCE = 500;

/**
 * An admin leaves a server, or comes back to it. What is desired there changes in the same transaction, so that no call
 * that was planned before can give anything any more; every level that was ever given is taken, then every person.
 */
@Injectable()
export class DisableServer {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly gateway: HikCentralGateway,
    private readonly disabled: DisabledServers,
    private readonly refresh: RefreshGuests,
    private readonly doorbell: Doorbell,
    private readonly clock: Clock,
  ) {}

  /** Again it changes nothing: the first reason stands. @throws HIKCENTRAL_SERVER_NOT_FOUND */
  disable(serverId: string, reason: string): Promise<HikCentralServer> {
    return this.change(serverId, 'hikcentral-servers.disable', reason, async (tx, at) => {
      const isNew = await this.disabled.disable(tx, { serverId, at, by: currentContext().actor.id, reason });
      if (isNew) await this.refresh.known(tx, serverId, await this.disabled.guestsHolding(tx, serverId, MOST_AT_ONCE));
      return isNew;
    });
  }

  /** Whoever should be let in is built there again from our own record. @throws HIKCENTRAL_SERVER_NOT_FOUND */
  enable(serverId: string, reason: string): Promise<HikCentralServer> {
    return this.change(serverId, 'hikcentral-servers.enable', reason, (tx, at) =>
      this.disabled.enable(tx, serverId, at),
    );
  }

  private change(
    serverId: string,
    action: string,
    reason: string,
    change: (tx: Transaction, at: Date) => Promise<boolean>,
  ): Promise<HikCentralServer> {
    return this.unitOfWork.run(async (tx) => {
      const server = (await this.gateway.servers(tx)).find(({ id }) => id === serverId);
      if (server === undefined) throw new UnknownServerError('no server has this id', { id: serverId });
      if (!(await change(tx, this.clock.now()))) return server;
      audit(tx, { action, entity: 'hikcentral-server', entityId: serverId, detail: { reason } });
      tx.afterCommit(() => this.doorbell.ring(BELLS.reconcileAccess));
      return server;
    });
  }
}
