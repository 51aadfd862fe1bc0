import { Injectable } from '@nestjs/common';
import { type ServerStanding, ServerStandings } from '../../../contracts/ports/server-standings.js';
import { ServerUse } from '../../../contracts/ports/server-use.js';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { ServerCatalogue } from '../persistence/server-catalogue.js';
import { GatewayNotices } from '../requests/gateway-notices.js';
import { ServerInUseError, ServerNotFoundError, ServerOfSettingsError } from '../servers.errors.js';

@Injectable()
export class RemoveServer {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly catalogue: ServerCatalogue,
    private readonly use: ServerUse,
    private readonly standings: ServerStandings,
    private readonly notices: GatewayNotices,
    private readonly clock: Clock,
  ) {}

  /**
   * @param isForced it is gone for ever: what could not be taken there is given up, which the audit log tells
   * @throws HIKCENTRAL_SERVER_NOT_FOUND, HIKCENTRAL_SERVER_OF_SETTINGS
   * @throws HIKCENTRAL_SERVER_IN_USE unless forced: disabled first, everything of ours is taken out of it
   */
  run(id: string, isForced: boolean): Promise<void> {
    const now = this.clock.now();
    return this.unitOfWork.run(async (tx) => {
      await this.catalogue.lock(tx);
      const server = await this.catalogue.describe(tx, id);
      if (server === null) throw new ServerNotFoundError(id);
      if (server.isFromSettings) throw new ServerOfSettingsError();
      // Fenced before it is looked at: no call that was not counted can be booked any more.
      await this.catalogue.remove(tx, server, now);
      const cardholders = await this.use.countCardholders(tx, id);
      const standing = (await this.standings.of(tx, [id])).get(id);
      if (cardholders > 0) {
        if (!isForced) throw new ServerInUseError(cardholders, standing);
        await this.standings.giveUp(tx, id);
      }
      audit(tx, {
        action: 'hikcentral-servers.remove',
        entity: 'hikcentral-server',
        entityId: id,
        detail: { baseUrl: server.baseUrl, ...(cardholders > 0 && givenUp(cardholders, standing)) },
      });
      await this.notices.announce(tx, 'servers', id);
    });
  }
}

function givenUp(cardholders: number, standing: ServerStanding | undefined) {
  const { persons = 0, withAccess = 0, exposureEndsAt = null } = standing ?? {};
  return { givenUp: { cardholders, persons, withAccess, exposureEndsAt: exposureEndsAt?.toISOString() ?? null } };
}
