import { Global, Module } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { ENTITIES, MIGRATIONS } from '../../../src/app.persistence.js';
import { type Settings } from '../../../src/config/settings.js';
import { BELLS } from '../../../src/contracts/bells.js';
import { PERMISSIONS, scopeOf, type Permission } from '../../../src/contracts/permissions.js';
import { PassageCompleteness } from '../../../src/contracts/ports/passage-completeness.js';
import { VisitAccess } from '../../../src/contracts/ports/visit-access.js';
import { VisitsModule } from '../../../src/modules/visits/index.js';
import { BmpWorkerFile } from '../../../src/modules/visits/photo/bmp-decoder.js';
import { Clock } from '../../../src/platform/clock/clock.js';
import { type Actor } from '../../../src/platform/context/request-context.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { ApiAdapter } from '../../../src/platform/http/api-adapter.js';
import { Authenticator, PermissionTable, type Credentials } from '../../../src/platform/http/authenticator.js';
import { configureHttp } from '../../../src/platform/http/configure-http.js';
import { HttpModule } from '../../../src/platform/http/http.module.js';
import { IdempotencyHook } from '../../../src/platform/http/idempotency/idempotency.hook.js';
import { PlatformModule } from '../../../src/platform/index.js';
import { Logger } from '../../../src/platform/logging/logger.js';
import { ApiCaller } from '../../support/api-caller.js';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { ManualClock } from '../../support/manual-clock.js';
import { someSettings } from '../../support/settings.js';
import { TestLogger } from '../../support/test-logger.js';
import { AccessDouble } from './access-double.js';
import { compiledBmpWorker } from './bmp-worker.js';

/** `Bearer host.lind` is the host with the address lind@example.com. */
class RoleByName extends Authenticator {
  override authenticate({ secret }: Credentials): Promise<Actor | null> {
    const [role = '', name = role] = secret.split('.');
    return Promise.resolve({ kind: 'user', id: secret, role, email: `${name}@example.com` });
  }
}

class RealTable extends PermissionTable {
  override has(permission: string): boolean {
    return Object.hasOwn(PERMISSIONS, permission);
  }
  override scopeOf(role: string | null, permission: string): 'all' | 'own' | null {
    return scopeOf(role, permission as Permission);
  }
}

class NothingRead extends PassageCompleteness {
  override knownTo(): Promise<null> {
    return Promise.resolve(null);
  }
}

const access = new AccessDouble();

@Global()
@Module({
  providers: [
    { provide: Authenticator, useClass: RoleByName },
    { provide: PermissionTable, useClass: RealTable },
    { provide: VisitAccess, useFactory: () => access },
    { provide: PassageCompleteness, useClass: NothingRead },
  ],
  exports: [Authenticator, PassageCompleteness, PermissionTable, VisitAccess],
})
class NeighboursModule {}

export interface VisitsApp {
  readonly url: string;
  readonly database: TestDatabase;
  readonly clock: ManualClock;
  readonly access: AccessDouble;
  readonly logger: TestLogger;
  readonly unitOfWork: UnitOfWork;
  readonly nest: NestFastifyApplication;
  /** A client of this caller: a role, or `host.<name>`. */
  as(caller: string, headers?: Record<string, string>): ApiCaller;
  close(): Promise<void>;
}

/** The visits module on a real server and database; access-control is a double, time stands still until moved. */
export async function startVisitsApp(changes: Partial<Settings> = {}): Promise<VisitsApp> {
  const database = await openTestDatabase();
  const defaults = someSettings({});
  const settings = someSettings({
    databaseUrl: database.url,
    role: 'api',
    // A busy machine is none of these tests' business.
    diskUsageThreshold: 100,
    memoryUsageThreshold: 100,
    hikcentral: { ...defaults.hikcentral, defaultAccessLevelId: '3' },
    ...changes,
  });
  const clock = new ManualClock();
  const logger = new TestLogger();
  const platform = PlatformModule.forRoot(settings, {
    entities: ENTITIES,
    migrations: MIGRATIONS,
    bells: Object.values(BELLS),
    hooks: [IdempotencyHook],
    logLevel: 'silent',
  });
  const module = await Test.createTestingModule({ imports: [platform, NeighboursModule, HttpModule, VisitsModule] })
    .overrideProvider(Logger)
    .useValue(logger)
    .overrideProvider(Clock)
    .useValue(clock)
    .overrideProvider(BmpWorkerFile)
    .useValue(await compiledBmpWorker())
    .compile();
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class and documents a plain object
  const nest = module.createNestApplication<NestFastifyApplication>(new ApiAdapter(settings), { logger: false });
  await configureHttp(nest);
  await nest.listen(0, '127.0.0.1');
  const url = await nest.getUrl();
  return {
    url,
    database,
    clock,
    access,
    logger,
    nest,
    unitOfWork: nest.get(UnitOfWork),
    as: (caller, headers = {}) => new ApiCaller(url, { authorization: `Bearer ${caller}`, ...headers }),
    close: async () => {
      await nest.close();
      await database.close();
    },
  };
}

export interface ProblemBody {
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[];
}
