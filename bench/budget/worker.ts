import 'reflect-metadata';
import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ENTITIES, MIGRATIONS } from '../../src/app.persistence.js';
import { loadSettings } from '../../src/config/load-settings.js';
import { BELLS } from '../../src/contracts/bells.js';
import { type ServerStanding, ServerStandings } from '../../src/contracts/ports/server-standings.js';
import { ServerUse } from '../../src/contracts/ports/server-use.js';
import { HikCentralGateway, HikCentralGatewayModule } from '../../src/modules/hikcentral-gateway/index.js';
import { Clock } from '../../src/platform/clock/clock.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { PlatformModule } from '../../src/platform/index.js';
import { BacklogRunner } from './backlog-runner.js';

@Module({
  imports: [HikCentralGatewayModule],
  providers: [
    {
      provide: BacklogRunner,
      useFactory: (gateway: HikCentralGateway, unitOfWork: UnitOfWork, clock: Clock) =>
        new BacklogRunner(gateway, unitOfWork, clock),
      inject: [HikCentralGateway, UnitOfWork, Clock],
    },
  ],
})
class BacklogModule {}

/** Whoever holds cardholders is not here. */
class Nobody extends ServerUse {
  override countCardholders(): Promise<number> {
    return Promise.resolve(0);
  }
}

class NothingGiven extends ServerStandings {
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

@Global()
@Module({
  providers: [
    { provide: ServerUse, useClass: Nobody },
    { provide: ServerStandings, useClass: NothingGiven },
  ],
  exports: [ServerUse, ServerStandings],
})
class NobodyModule {}

@Module({
  imports: [
    NobodyModule,
    PlatformModule.forRoot(loadSettings(process.env), {
      entities: ENTITIES,
      migrations: MIGRATIONS,
      bells: Object.values(BELLS),
      logLevel: 'warn',
    }),
    BacklogModule,
  ],
})
class WorkerModule {}

/** A process with the gateway in it, a backlog to work off, and nothing else. */
const app = await NestFactory.createApplicationContext(WorkerModule);
app.enableShutdownHooks();
