import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { ServerStandings } from '../../../contracts/ports/server-standings.js';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Random } from '../../../platform/random/random.js';
import { DeletionPasswords } from '../persistence/deletion-passwords.js';
import { ServerCatalogue, type ServerDescription, type ServerView } from '../persistence/server-catalogue.js';
import { GatewayNotices } from '../requests/gateway-notices.js';
import { ServerExistsError, ServerNotFoundError } from '../servers.errors.js';
import { assertLimits, readAppKey, readBaseUrl, readCa } from './server-input.js';

export interface ServerToAdd extends ServerDescription {
  readonly appSecret: string;
  /** Of HikCentral's administrator. */
  readonly adminPassword?: string | null;
}

@Injectable()
export class AddServer {
  constructor(
    private readonly settings: Settings,
    private readonly unitOfWork: UnitOfWork,
    private readonly catalogue: ServerCatalogue,
    private readonly standings: ServerStandings,
    private readonly notices: GatewayNotices,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly passwords: DeletionPasswords,
  ) {}

  /**
   * One that was removed is back under its old id.
   * @throws INVALID_INPUT, HIKCENTRAL_HTTPS_REQUIRED, HIKCENTRAL_CA_UNREADABLE, HIKCENTRAL_RESERVE_TOO_LARGE
   * @throws HIKCENTRAL_SERVER_EXISTS in whatever spelling
   */
  run({ appSecret, adminPassword = null, ...stated }: ServerToAdd): Promise<ServerView> {
    const server: ServerDescription = {
      ...stated,
      baseUrl: readBaseUrl(stated.baseUrl, this.settings.isProduction),
      appKey: readAppKey(stated.appKey),
      caPem: stated.caPem === null ? null : readCa(stated.caPem),
    };
    assertLimits(server);
    const now = this.clock.now();
    return this.unitOfWork.run(async (tx) => {
      await this.catalogue.lock(tx);
      const known = await this.catalogue.findIdentity(tx, server.baseUrl, server.appKey);
      if (known !== null && !known.isRemoved) throw new ServerExistsError();
      const id = known?.id ?? this.random.uuid();
      if (known === null) await this.catalogue.add(tx, id, server, appSecret, now);
      else {
        await this.catalogue.revive(tx, id, server, appSecret, now);
        await this.standings.comeBack(tx, id);
      }
      await this.passwords.put(tx, id, adminPassword, now);
      audit(tx, {
        action: 'hikcentral-servers.add',
        entity: 'hikcentral-server',
        entityId: id,
        detail: { baseUrl: server.baseUrl, wasKnown: known !== null },
      });
      await this.notices.announce(tx, 'servers', id);
      const view = await this.catalogue.view(tx, id, now);
      if (view === null) throw new ServerNotFoundError(id);
      return view;
    });
  }
}
