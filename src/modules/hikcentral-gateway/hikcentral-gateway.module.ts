import { Module, type Provider } from '@nestjs/common';
import { Registry } from 'prom-client';
import { Vault } from '../../platform/crypto/vault.js';
import { Random } from '../../platform/random/random.js';
import { GatewayMetrics } from './gateway.metrics.js';
import { HikCentralGateway } from './hikcentral-gateway.js';
import { HikCentralHealth } from './hikcentral.health.js';
import { LeasedGateway } from './leased-gateway.js';
import { CallLedger } from './persistence/call-ledger.js';
import { ServerStore } from './persistence/server-store.js';
import { SqlCallLedger } from './persistence/sql-call-ledger.js';
import { SqlServerStore } from './persistence/sql-server-store.js';

const persistence: Provider[] = [
  { provide: CallLedger, useClass: SqlCallLedger },
  {
    provide: ServerStore,
    useFactory: (vault: Vault, random: Random) => new SqlServerStore(vault, random),
    inject: [Vault, Random],
  },
];

@Module({
  providers: [
    ...persistence,
    { provide: GatewayMetrics, useFactory: (registry: Registry) => new GatewayMetrics(registry), inject: [Registry] },
    { provide: HikCentralGateway, useClass: LeasedGateway },
    HikCentralHealth,
  ],
  exports: [HikCentralGateway],
})
export class HikCentralGatewayModule {}
