import { Global, Module, type DynamicModule, type Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { Settings } from '../config/settings.js';
import { AuditHook } from './audit/audit.hook.js';
import { AuditVerifier } from './audit/audit-verifier.js';
import { Clock } from './clock/clock.js';
import { SystemClock } from './clock/system-clock.js';
import { KeyVault } from './crypto/key-vault.js';
import { Vault } from './crypto/vault.js';
import { databaseOptions } from './database/database-options.js';
import { TypeormUnitOfWork } from './database/typeorm-unit-of-work.js';
import { UnitOfWork, type TransactionHook } from './database/unit-of-work.js';
import { DoorbellModule } from './doorbell/doorbell.module.js';
import { ConsumerPositions } from './event-log/consumer-positions.js';
import { EventDispatcher } from './event-log/event-dispatcher.js';
import { EventLogHook } from './event-log/event-log.hook.js';
import { EventLogMetrics } from './event-log/event-log.metrics.js';
import { EventLogReader, SqlEventLogReader } from './event-log/event-log-reader.js';
import { EventLogWriter, SqlEventLogWriter } from './event-log/event-log-writer.js';
import { SqlConsumerPositions } from './event-log/sql-consumer-positions.js';
import { JsonLogger } from './logging/json-logger.js';
import { Logger } from './logging/logger.js';
import { PLATFORM_OPTIONS, TRANSACTION_HOOKS, type PlatformOptions } from './platform.tokens.js';
import { Random, SystemRandom } from './random/random.js';
import { ResourceGuard } from './resources/resource-guard.js';
import { ResourceUsage, SystemResourceUsage } from './resources/resource-usage.js';

/** What every module stands on. Each provider can be overridden by its class. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot(settings: Settings, options: PlatformOptions): DynamicModule {
    const providers: Provider[] = [
      { provide: Settings, useValue: settings },
      { provide: PLATFORM_OPTIONS, useValue: options },
      { provide: Clock, useClass: SystemClock },
      { provide: Random, useClass: SystemRandom },
      { provide: Logger, useFactory: () => new JsonLogger(options.logLevel) },
      { provide: Registry, useFactory: processMetrics },
      {
        provide: Vault,
        useFactory: ({ secretKey }: Settings, random: Random) => new KeyVault(secretKey, random),
        inject: [Settings, Random],
      },
      AuditHook,
      EventLogHook,
      { provide: ResourceUsage, useFactory: () => new SystemResourceUsage() },
      ResourceGuard,
      AuditVerifier,
      EventLogMetrics,
      EventDispatcher,
      { provide: EventLogReader, useClass: SqlEventLogReader },
      { provide: EventLogWriter, useClass: SqlEventLogWriter },
      { provide: ConsumerPositions, useClass: SqlConsumerPositions },
      ...unitOfWorkProviders(options),
    ];
    return {
      module: PlatformModule,
      imports: [
        DiscoveryModule,
        DoorbellModule.forRoot(options.bells),
        TypeOrmModule.forRootAsync({ useFactory: () => connection(settings, options) }),
      ],
      providers,
      exports: [
        Settings,
        Clock,
        Random,
        Logger,
        Registry,
        Vault,
        DoorbellModule,
        UnitOfWork,
        ResourceUsage,
        ResourceGuard,
        AuditVerifier,
        ConsumerPositions,
        EventLogReader,
        TypeOrmModule,
      ],
    };
  }
}

function connection({ databaseUrl, databasePoolMax }: Settings, { entities, migrations }: PlatformOptions) {
  return databaseOptions({ url: databaseUrl, poolMax: databasePoolMax, entities, migrations });
}

/** Audit and event log come last: they write what the others pushed, and the order lock is held for their statements only. */
function unitOfWorkProviders({ hooks = [] }: PlatformOptions): Provider[] {
  return [
    ...hooks,
    {
      provide: TRANSACTION_HOOKS,
      useFactory: (...ordered: TransactionHook[]) => ordered,
      inject: [...hooks, AuditHook, EventLogHook],
    },
    {
      provide: UnitOfWork,
      useFactory: (dataSource: DataSource, ordered: TransactionHook[]) => new TypeormUnitOfWork(dataSource, ordered),
      inject: [DataSource, TRANSACTION_HOOKS],
    },
  ];
}

/** A registry of our own, not prom-client's global one, so that several apps fit into one test process. */
function processMetrics(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
