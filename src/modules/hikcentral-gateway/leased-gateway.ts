import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { type HikCentralSettings, Settings } from '../../config/settings.js';
import { Clock } from '../../platform/clock/clock.js';
import { type Transaction } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Logger } from '../../platform/logging/logger.js';
import { Random } from '../../platform/random/random.js';
import { leaseKeyOf } from './budget/lease-key.js';
import { LeaseKeeper } from './budget/lease-keeper.js';
import { normalizeBaseUrl } from './client/hikcentral-client.js';
import { GatewayMetrics } from './gateway.metrics.js';
import { type CallBudget, HikCentralGateway, type HikCentralServer, type SessionRunner } from './hikcentral-gateway.js';
import { CallLedger } from './persistence/call-ledger.js';
import { type ServerAccess, type ServerFromSettings, ServerStore } from './persistence/server-store.js';
import { RunnerHost } from './session/runner-host.js';
import { ServerWorker } from './session/server-worker.js';

/** The gateway of this process: in the roles that work it stands for every server's lease; an API process only reads rows. */
@Injectable()
export class LeasedGateway extends HikCentralGateway implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly runners: SessionRunner[] = [];
  private workers: readonly ServerWorker[] = [];

  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly logger: Logger,
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: CallLedger,
    private readonly store: ServerStore,
    private readonly metrics: GatewayMetrics,
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
    const accesses = await this.unitOfWork.run(async (tx) => {
      await this.store.saveFromSettings(tx, serverOf(this.settings.hikcentral), this.clock.now());
      return this.store.accesses(tx);
    });
    if (this.settings.role === 'api') return;
    const { caFile } = this.settings.hikcentral;
    const ca = caFile === null ? null : await readFile(caFile, 'utf8');
    this.workers = accesses.map((access) => this.workerFor(access, ca));
    for (const worker of this.workers) worker.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.stop()));
  }

  private workerFor(access: ServerAccess, ca: string | null): ServerWorker {
    const { clock, random, logger, unitOfWork, ledger, metrics, settings, runners } = this;
    const { poolMaxSockets, timeoutMs } = settings.hikcentral;
    const { id, baseUrl, appKey, appSecret } = access;
    const keeper = new LeaseKeeper({
      databaseUrl: settings.databaseDirectUrl,
      leaseKey: leaseKeyOf(baseUrl, appKey),
      holder: `${hostname()}:${process.pid}`,
      clock,
      random,
      logger,
    });
    return new ServerWorker({
      serverId: id,
      connection: { baseUrl, appKey, appSecret, ca },
      limits: access,
      maxSockets: poolMaxSockets,
      timeoutMs,
      ledger,
      unitOfWork,
      clock,
      random,
      logger,
      metrics,
      keeper,
      host: new RunnerHost(clock, logger),
      runners,
    });
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
