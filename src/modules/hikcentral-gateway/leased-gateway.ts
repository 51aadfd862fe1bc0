import { readFile } from 'node:fs/promises';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { type HikCentralSettings, Settings } from '../../config/settings.js';
import { Clock } from '../../platform/clock/clock.js';
import { type Transaction } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { normalizeBaseUrl } from './client/hikcentral-client.js';
import { type CallBudget, HikCentralGateway, type HikCentralServer, type SessionRunner } from './hikcentral-gateway.js';
import { DeletionPasswords } from './persistence/deletion-passwords.js';
import { type ServerFromSettings, ServerStore } from './persistence/server-store.js';
import { ServerSupervisor } from './session/server-supervisor.js';

/** The gateway of this process: in the roles that work it stands for every server's lease; an API process only reads rows. */
@Injectable()
export class LeasedGateway extends HikCentralGateway implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly runners: SessionRunner[] = [];

  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly store: ServerStore,
    private readonly supervisor: ServerSupervisor,
    private readonly passwords: DeletionPasswords,
  ) {
    super();
  }

  override onSession(runner: SessionRunner): void {
    if (this.runners.some(({ name }) => name === runner.name)) {
      throw new Error(`two session runners are called ${runner.name}`);
    }
    this.runners.push(runner);
  }

  override servers(tx: Transaction): Promise<readonly HikCentralServer[]> {
    return this.store.servers(tx);
  }

  override rememberOrganisation(tx: Transaction, serverId: string, organisationId: string): Promise<void> {
    return this.store.rememberOrganisation(tx, serverId, organisationId);
  }

  override budgets(tx: Transaction): Promise<readonly CallBudget[]> {
    return this.store.budgets(tx, this.clock.now());
  }

  async onApplicationBootstrap(): Promise<void> {
    const { hikcentral, role } = this.settings;
    await this.unitOfWork.run(async (tx) => {
      const now = this.clock.now();
      await this.store.saveFromSettings(tx, serverOf(hikcentral), now);
      const server = (await this.store.accesses(tx)).find(({ isFromSettings }) => isFromSettings);
      if (server !== undefined) await this.passwords.state(tx, server.id, hikcentral.adminPassword, now);
    });
    if (role === 'api') return;
    const ca = hikcentral.caFile === null ? null : await readFile(hikcentral.caFile, 'utf8');
    this.supervisor.start(this.runners, ca);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.supervisor.stop();
  }
}

function serverOf(hikcentral: HikCentralSettings): ServerFromSettings {
  const { baseUrl, appKey, appSecret, rateLimitCalls, rateLimitWindowMs, revokeReserve } = hikcentral;
  return {
    name: 'HikCentral',
    baseUrl: normalizeBaseUrl(baseUrl),
    appKey,
    appSecret,
    limit: rateLimitCalls,
    windowMs: rateLimitWindowMs,
    revokeReserve,
  };
}
