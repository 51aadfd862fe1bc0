import { Injectable } from '@nestjs/common';
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
    private readonly notices: GatewayNotices,
    private readonly clock: Clock,
  ) {}

  /** @throws HIKCENTRAL_SERVER_NOT_FOUND, HIKCENTRAL_SERVER_OF_SETTINGS, HIKCENTRAL_SERVER_IN_USE */
  run(id: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      await this.catalogue.lock(tx);
      const server = await this.catalogue.describe(tx, id);
      if (server === null) throw new ServerNotFoundError(id);
      if (server.isFromSettings) throw new ServerOfSettingsError();
      const cardholders = await this.use.countCardholders(tx, id);
      if (cardholders > 0) throw new ServerInUseError(cardholders);
      await this.catalogue.remove(tx, server, this.clock.now());
      audit(tx, {
        action: 'hikcentral-servers.remove',
        entity: 'hikcentral-server',
        entityId: id,
        detail: { baseUrl: server.baseUrl },
      });
      await this.notices.announce(tx, 'servers', id);
    });
  }
}
