import { Injectable } from '@nestjs/common';
import { BELLS } from '../../../contracts/bells.js';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { currentContext } from '../../../platform/context/request-context.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Doorbell } from '../../../platform/doorbell/doorbell.js';
import { HikCentralGateway, type HikCentralServer } from '../../hikcentral-gateway/index.js';
import { UnknownServerError } from '../access-control.errors.js';
import { ServerAdoptions } from '../persistence/server-adoptions.js';

/** An admin says that this database is the one that speaks for this server: from now on it changes things there. */
@Injectable()
export class AdoptServer {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly gateway: HikCentralGateway,
    private readonly adoptions: ServerAdoptions,
    private readonly doorbell: Doorbell,
    private readonly clock: Clock,
  ) {}

  /** Again it changes nothing. @throws HIKCENTRAL_SERVER_NOT_FOUND */
  run(serverId: string): Promise<HikCentralServer> {
    return this.unitOfWork.run(async (tx) => {
      const server = (await this.gateway.servers(tx)).find(({ id }) => id === serverId);
      if (server === undefined) throw new UnknownServerError('no server has this id', { id: serverId });
      const now = this.clock.now();
      if (await this.adoptions.isAdopted(tx, serverId, now)) return server;
      await this.adoptions.adopt(tx, serverId, currentContext().actor.id, now);
      const detail = { baseUrl: server.baseUrl };
      audit(tx, { action: 'hikcentral-servers.adopt', entity: 'hikcentral-server', entityId: serverId, detail });
      tx.afterCommit(() => this.doorbell.ring(BELLS.reconcileAccess));
      return server;
    });
  }
}
