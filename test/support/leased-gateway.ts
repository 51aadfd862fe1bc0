import { Registry } from 'prom-client';
import { type Settings } from '../../src/config/settings.js';
import { GatewayMetrics } from '../../src/modules/hikcentral-gateway/gateway.metrics.js';
import { LeasedGateway } from '../../src/modules/hikcentral-gateway/leased-gateway.js';
import { SqlCallLedger } from '../../src/modules/hikcentral-gateway/persistence/sql-call-ledger.js';
import { type ServerStanding, ServerStandings } from '../../src/contracts/ports/server-standings.js';
import { SqlServerCatalogue } from '../../src/modules/hikcentral-gateway/persistence/sql-server-catalogue.js';
import { SqlDeletionPasswords } from '../../src/modules/hikcentral-gateway/persistence/deletion-passwords.js';
import { SqlServerStore } from '../../src/modules/hikcentral-gateway/persistence/sql-server-store.js';
import { AnswerRequests } from '../../src/modules/hikcentral-gateway/requests/answer-requests.js';
import { AskLeaseHolder } from '../../src/modules/hikcentral-gateway/requests/ask-lease-holder.js';
import { GatewayNotices } from '../../src/modules/hikcentral-gateway/requests/gateway-notices.js';
import { RequestStore } from '../../src/modules/hikcentral-gateway/requests/request-store.js';
import { ServerSupervisor } from '../../src/modules/hikcentral-gateway/session/server-supervisor.js';
import { WorkerFactory } from '../../src/modules/hikcentral-gateway/session/worker-factory.js';
import { type TestPlatform } from './platform.js';
import { TestLogger } from './test-logger.js';
import { type Clock } from '../../src/platform/clock/clock.js';

/** Access control is not part of it: nobody of ours stands anywhere. */
class NobodyThere extends ServerStandings {
  override of(): Promise<ReadonlyMap<string, ServerStanding>> {
    return Promise.resolve(new Map());
  }

  override giveUp(): Promise<void> {
    return Promise.resolve();
  }

  override comeBack(): Promise<void> {
    return Promise.resolve();
  }
}

export interface GatewayProcess {
  readonly gateway: LeasedGateway;
  readonly requests: AskLeaseHolder;
  readonly requestStore: RequestStore;
  readonly notices: GatewayNotices;
  readonly catalogue: SqlServerCatalogue;
  readonly logger: TestLogger;
  /** As Nest does at boot. */
  start(): Promise<void>;
  /** As Nest does at the end. */
  stop(): Promise<void>;
}

/** The gateway of one process as the module puts it together, without Nest. */
export function gatewayProcess(
  settings: Settings,
  { unitOfWork, clock, random, vault }: Pick<TestPlatform<Clock>, 'unitOfWork' | 'clock' | 'random' | 'vault'>,
): GatewayProcess {
  const logger = new TestLogger();
  const metrics = new GatewayMetrics(new Registry());
  const ledger = new SqlCallLedger();
  const store = new SqlServerStore(vault, random);
  const notices = new GatewayNotices(settings, clock, logger);
  const requestStore = new RequestStore(vault);
  const answers = new AnswerRequests(requestStore, notices, unitOfWork, clock, logger);
  const factory = new WorkerFactory(settings, clock, random, logger, unitOfWork, ledger, store, metrics, answers);
  const supervisor = new ServerSupervisor(store, unitOfWork, notices, factory, logger, clock);
  const gateway = new LeasedGateway(settings, clock, unitOfWork, store, supervisor, new SqlDeletionPasswords(vault));
  const requests = new AskLeaseHolder(requestStore, store, notices, unitOfWork, clock, random);
  return {
    gateway,
    requests,
    requestStore,
    notices,
    catalogue: new SqlServerCatalogue(vault, new NobodyThere()),
    logger,
    start: async () => {
      notices.onApplicationBootstrap();
      await gateway.onApplicationBootstrap();
    },
    stop: async () => {
      requests.beforeApplicationShutdown();
      await gateway.beforeApplicationShutdown();
      await notices.onApplicationShutdown();
    },
  };
}
