import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { ServerStandings } from '../../../contracts/ports/server-standings.js';
import { ServerUse } from '../../../contracts/ports/server-use.js';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { DeletionPasswords } from '../persistence/deletion-passwords.js';
import {
  type DescribedServer,
  ServerCatalogue,
  type ServerDescription,
  type ServerView,
} from '../persistence/server-catalogue.js';
import { GatewayNotices } from '../requests/gateway-notices.js';
import {
  ServerExistsError,
  ServerInUseError,
  ServerNotFoundError,
  ServerOfSettingsError,
  ServerRemovedBeforeError,
} from '../servers.errors.js';
import { assertLimits, readAppKey, readBaseUrl, readCa } from './server-input.js';

export interface ServerChanges extends Partial<ServerDescription> {
  readonly appSecret?: string;
  /** Of HikCentral's administrator; null: there is none. */
  readonly adminPassword?: string | null;
}

@Injectable()
export class ChangeServer {
  constructor(
    private readonly settings: Settings,
    private readonly unitOfWork: UnitOfWork,
    private readonly catalogue: ServerCatalogue,
    private readonly use: ServerUse,
    private readonly standings: ServerStandings,
    private readonly notices: GatewayNotices,
    private readonly clock: Clock,
    private readonly passwords: DeletionPasswords,
  ) {}

  /**
   * Takes effect within two seconds in whichever process speaks to the server; from the commit on the session before
   * books no call.
   * @throws those of adding a server, HIKCENTRAL_SERVER_NOT_FOUND, HIKCENTRAL_SERVER_OF_SETTINGS
   * @throws HIKCENTRAL_SERVER_IN_USE for another base URL or AppKey while it holds cardholders of ours
   * @throws HIKCENTRAL_SERVER_REMOVED when a removed server was what this one is to be
   */
  run(id: string, { appSecret, adminPassword, ...stated }: ServerChanges): Promise<ServerView> {
    const changes = this.read(stated);
    const now = this.clock.now();
    return this.unitOfWork.run(async (tx) => {
      await this.catalogue.lock(tx);
      const before = await this.catalogue.describe(tx, id);
      if (before === null) throw new ServerNotFoundError(id);
      // Whatever was changed here would be as the settings say after the next start.
      if (before.isFromSettings) throw new ServerOfSettingsError();
      const server = { ...before, ...changes };
      assertLimits(server);
      await this.assertMayBe(tx, before, server);
      await this.catalogue.change(tx, before, server, appSecret ?? null, now);
      if (adminPassword !== undefined) await this.passwords.put(tx, id, adminPassword, now);
      audit(tx, {
        action: 'hikcentral-servers.change',
        entity: 'hikcentral-server',
        entityId: id,
        detail: {
          changed: [
            ...Object.keys(changes),
            ...(appSecret === undefined ? [] : ['appSecret']),
            ...(adminPassword === undefined ? [] : ['adminPassword']),
          ],
          baseUrl: server.baseUrl,
        },
      });
      await this.notices.announce(tx, 'servers', id);
      const view = await this.catalogue.view(tx, id, now);
      if (view === null) throw new ServerNotFoundError(id);
      return view;
    });
  }

  private read({ baseUrl, appKey, caPem, ...others }: Partial<ServerDescription>): Partial<ServerDescription> {
    return {
      ...others,
      ...(baseUrl !== undefined && { baseUrl: readBaseUrl(baseUrl, this.settings.isProduction) }),
      ...(appKey !== undefined && { appKey: readAppKey(appKey) }),
      ...(caPem !== undefined && { caPem: caPem === null ? null : readCa(caPem) }),
    };
  }

  /** What a server is, is its base URL and AppKey: with others the organisation and all persons there would be forgotten. */
  private async assertMayBe(tx: Transaction, before: DescribedServer, server: ServerDescription): Promise<void> {
    if (before.baseUrl === server.baseUrl && before.appKey === server.appKey) return;
    const cardholders = await this.use.countCardholders(tx, before.id);
    if (cardholders > 0) {
      throw new ServerInUseError(cardholders, (await this.standings.of(tx, [before.id])).get(before.id));
    }
    const known = await this.catalogue.findIdentity(tx, server.baseUrl, server.appKey);
    if (known !== null) throw known.isRemoved ? new ServerRemovedBeforeError() : new ServerExistsError();
  }
}
