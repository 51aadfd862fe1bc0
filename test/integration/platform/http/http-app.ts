import { Global, Module, type ModuleMetadata } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { ENTITIES, MIGRATIONS } from '../../../../src/app.persistence.js';
import { BELLS } from '../../../../src/contracts/bells.js';
import { type Settings } from '../../../../src/config/settings.js';
import { Clock } from '../../../../src/platform/clock/clock.js';
import { SystemClock } from '../../../../src/platform/clock/system-clock.js';
import { type Actor } from '../../../../src/platform/context/request-context.js';
import { ApiAdapter } from '../../../../src/platform/http/api-adapter.js';
import { Authenticator, type Credentials, PermissionTable } from '../../../../src/platform/http/authenticator.js';
import { configureHttp } from '../../../../src/platform/http/configure-http.js';
import { HttpModule } from '../../../../src/platform/http/http.module.js';
import { IdempotencyHook } from '../../../../src/platform/http/idempotency/idempotency.hook.js';
import { PlatformModule } from '../../../../src/platform/index.js';
import { Logger } from '../../../../src/platform/logging/logger.js';
import { type TestDatabase } from '../../../support/database.js';
import { someSettings } from '../../../support/settings.js';
import { TestLogger } from '../../../support/test-logger.js';

/** Anybody who says `Bearer <role>` has that role; `Bearer <role>-<n>` is another caller of it. */
class RoleByName extends Authenticator {
  override authenticate({ secret }: Credentials): Promise<Actor | null> {
    if (secret === 'nobody') return Promise.resolve(null);
    if (secret === 'broken') return Promise.reject(new Error('secret of the key store'));
    const [role = ''] = secret.split('-');
    return Promise.resolve({ kind: 'user', id: secret, role, email: null });
  }
}

class TwoRows extends PermissionTable {
  override has(permission: string): boolean {
    return ['things.read', 'things.write'].includes(permission);
  }
  override scopeOf(role: string | null, permission: string): 'all' | null {
    if (role === 'admin') return 'all';
    return role === 'auditor' && permission === 'things.read' ? 'all' : null;
  }
}

@Global()
@Module({
  providers: [
    { provide: Authenticator, useClass: RoleByName },
    { provide: PermissionTable, useClass: TwoRows },
  ],
  exports: [Authenticator, PermissionTable],
})
class WhoModule {}

export interface HttpApp {
  readonly url: string;
  readonly logger: TestLogger;
  readonly nest: NestFastifyApplication;
  close(): Promise<void>;
}

/** A real Fastify server on a free port with everything `HttpModule` brings, and the given controllers. */
export async function startHttpApp(
  database: TestDatabase,
  { imports = [], ...parts }: Pick<ModuleMetadata, 'imports' | 'controllers' | 'providers'>,
  overrides: Partial<Settings> = {},
  clock: Clock = new SystemClock(),
): Promise<HttpApp> {
  const settings = someSettings({ databaseUrl: database.url, ...overrides });
  const logger = new TestLogger();
  const platform = PlatformModule.forRoot(settings, {
    entities: ENTITIES,
    migrations: MIGRATIONS,
    bells: Object.values(BELLS),
    hooks: [IdempotencyHook],
    logLevel: 'silent',
  });
  const module = await Test.createTestingModule({ imports: [platform, WhoModule, HttpModule, ...imports], ...parts })
    .overrideProvider(Logger)
    .useValue(logger)
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
  const nest = module.createNestApplication<NestFastifyApplication>(new ApiAdapter(settings));
  nest.useLogger(false);
  await configureHttp(nest);
  await nest.listen(0, '127.0.0.1');
  return { url: await nest.getUrl(), logger, nest, close: () => nest.close() };
}
