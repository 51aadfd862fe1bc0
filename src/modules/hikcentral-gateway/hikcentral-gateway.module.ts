import { Module, type Provider } from '@nestjs/common';
import { Registry } from 'prom-client';
import { Vault } from '../../platform/crypto/vault.js';
import { Random } from '../../platform/random/random.js';
import { ServersController } from './api/servers.controller.js';
import { AddServer } from './application/add-server.js';
import { ChangeServer } from './application/change-server.js';
import { ListServers } from './application/list-servers.js';
import { RemoveServer } from './application/remove-server.js';
import { TestServer } from './application/test-server.js';
import { GatewayMetrics } from './gateway.metrics.js';
import { HikCentralGateway } from './hikcentral-gateway.js';
import { HikCentralHealth } from './hikcentral.health.js';
import { LeasedGateway } from './leased-gateway.js';
import { CallLedger } from './persistence/call-ledger.js';
import { DeletionPasswords, SqlDeletionPasswords } from './persistence/deletion-passwords.js';
import { ServerCatalogue } from './persistence/server-catalogue.js';
import { ServerStore } from './persistence/server-store.js';
import { SqlCallLedger } from './persistence/sql-call-ledger.js';
import { SqlServerCatalogue } from './persistence/sql-server-catalogue.js';
import { SqlServerStore } from './persistence/sql-server-store.js';
import { AnswerRequests } from './requests/answer-requests.js';
import { AskLeaseHolder } from './requests/ask-lease-holder.js';
import { ForgetRequests } from './requests/forget-requests.js';
import { GatewayNotices } from './requests/gateway-notices.js';
import { GatewayRequests } from './requests/gateway-requests.js';
import { RequestStore } from './requests/request-store.js';
import { ServerSupervisor } from './session/server-supervisor.js';
import { WorkerFactory } from './session/worker-factory.js';

const persistence: Provider[] = [
  { provide: CallLedger, useClass: SqlCallLedger },
  { provide: DeletionPasswords, useClass: SqlDeletionPasswords },
  { provide: ServerCatalogue, useClass: SqlServerCatalogue },
  {
    provide: ServerStore,
    useFactory: (vault: Vault, random: Random) => new SqlServerStore(vault, random),
    inject: [Vault, Random],
  },
];

const requests: Provider[] = [
  GatewayNotices,
  RequestStore,
  AnswerRequests,
  ForgetRequests,
  { provide: GatewayRequests, useClass: AskLeaseHolder },
];

const verbs: Provider[] = [AddServer, ChangeServer, ListServers, RemoveServer, TestServer];

@Module({
  controllers: [ServersController],
  providers: [
    ...persistence,
    ...requests,
    ...verbs,
    { provide: GatewayMetrics, useFactory: (registry: Registry) => new GatewayMetrics(registry), inject: [Registry] },
    WorkerFactory,
    ServerSupervisor,
    { provide: HikCentralGateway, useClass: LeasedGateway },
    HikCentralHealth,
  ],
  exports: [HikCentralGateway, GatewayRequests, DeletionPasswords],
})
export class HikCentralGatewayModule {}
