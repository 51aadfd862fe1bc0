import { Global, Module, type DynamicModule } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { ENTITIES, MIGRATIONS } from './app.persistence.js';
import { SweepTicks } from './app.ticks.js';
import { type Settings } from './config/settings.js';
import { BELLS } from './contracts/bells.js';
import { AccessControlModule } from './modules/access-control/index.js';
import { IdentityModule } from './modules/identity/index.js';
import { MonitoringModule } from './modules/monitoring/index.js';
import { VisitsModule } from './modules/visits/index.js';
import { HttpModule } from './platform/http/http.module.js';
import { IdempotencyHook } from './platform/http/idempotency/idempotency.hook.js';
import { HealthModule, PlatformModule } from './platform/index.js';

/** The ports of `contracts/ports` for whoever asks: only here it is known which module stands behind one. */
@Global()
@Module({
  imports: [AccessControlModule, MonitoringModule, VisitsModule],
  exports: [AccessControlModule, MonitoringModule, VisitsModule],
})
class PortsModule {}

/** Everything that runs in a process; what a role leaves out, each module decides by `Settings.role`. */
@Module({})
export class AppModule {
  static forRoot(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.forRoot(settings, {
          entities: ENTITIES,
          migrations: MIGRATIONS,
          bells: Object.values(BELLS),
          hooks: [IdempotencyHook],
        }),
        HttpModule,
        HealthModule,
        IdentityModule,
        PortsModule,
        ScheduleModule.forRoot(),
      ],
      providers: [SweepTicks],
    };
  }
}
