import { Module, type DynamicModule } from '@nestjs/common';
import { ENTITIES, MIGRATIONS } from './app.persistence.js';
import { type Settings } from './config/settings.js';
import { BELLS } from './contracts/bells.js';
import { HikCentralGatewayModule } from './modules/hikcentral-gateway/index.js';
import { IdentityModule } from './modules/identity/index.js';
import { HttpModule } from './platform/http/http.module.js';
import { IdempotencyHook } from './platform/http/idempotency/idempotency.hook.js';
import { PlatformModule } from './platform/index.js';

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
        IdentityModule,
        HikCentralGatewayModule,
      ],
    };
  }
}
