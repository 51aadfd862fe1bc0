import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Logger } from '../../../platform/logging/logger.js';
import { Random } from '../../../platform/random/random.js';
import { leaseKeyOf } from '../budget/lease-key.js';
import { LeaseKeeper } from '../budget/lease-keeper.js';
import { GatewayMetrics } from '../gateway.metrics.js';
import { type SessionRunner } from '../hikcentral-gateway.js';
import { CallLedger } from '../persistence/call-ledger.js';
import { type ServerAccess, ServerStore } from '../persistence/server-store.js';
import { AnswerRequests } from '../requests/answer-requests.js';
import { CapabilityProbe } from './capability-probe.js';
import { RunnerHost } from './runner-host.js';
import { ServerWorker } from './server-worker.js';

/** Makes the worker of one server, as the server is described now. */
@Injectable()
export class WorkerFactory {
  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly logger: Logger,
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: CallLedger,
    private readonly store: ServerStore,
    private readonly metrics: GatewayMetrics,
    private readonly answerRequests: AnswerRequests,
  ) {}

  /** @param settingsCa PEM of the authority that the settings name, for the server that they name */
  make(access: ServerAccess, runners: readonly SessionRunner[], settingsCa: string | null): ServerWorker {
    const { clock, random, logger, unitOfWork, ledger, metrics } = this;
    const { poolMaxSockets, timeoutMs } = this.settings.hikcentral;
    const { id, revision, baseUrl, appKey, appSecret } = access;
    return new ServerWorker({
      serverId: id,
      connection: { baseUrl, appKey, appSecret, ca: access.isFromSettings ? settingsCa : access.caPem },
      limits: access,
      maxSockets: poolMaxSockets,
      timeoutMs,
      ledger,
      unitOfWork,
      clock,
      random,
      logger,
      metrics,
      keeper: this.keeperOf(access),
      host: new RunnerHost(clock, logger),
      runners,
      ownRunners: [new CapabilityProbe(clock), this.answerRequests],
      isCurrent: async () => (await unitOfWork.read((tx) => this.store.revisions(tx))).get(id) === revision,
    });
  }

  private keeperOf({ baseUrl, appKey }: ServerAccess): LeaseKeeper {
    const { clock, random, logger } = this;
    return new LeaseKeeper({
      databaseUrl: this.settings.databaseDirectUrl,
      leaseKey: leaseKeyOf(baseUrl, appKey),
      holder: `${hostname()}:${process.pid}`,
      clock,
      random,
      logger,
    });
  }
}
