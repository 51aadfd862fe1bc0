import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { ENTITIES, MIGRATIONS } from '../../../src/app.persistence.js';
import { type Settings } from '../../../src/config/settings.js';
import { BELLS } from '../../../src/contracts/bells.js';
import { IdentityModule } from '../../../src/modules/identity/index.js';
import { Clock } from '../../../src/platform/clock/clock.js';
import { ApiAdapter } from '../../../src/platform/http/api-adapter.js';
import { configureHttp } from '../../../src/platform/http/configure-http.js';
import { HttpModule } from '../../../src/platform/http/http.module.js';
import { IdempotencyHook } from '../../../src/platform/http/idempotency/idempotency.hook.js';
import { PlatformModule } from '../../../src/platform/index.js';
import { Logger } from '../../../src/platform/logging/logger.js';
import { type TestDatabase } from '../../support/database.js';
import { ManualClock } from '../../support/manual-clock.js';
import { someSettings } from '../../support/settings.js';
import { TestLogger } from '../../support/test-logger.js';

export interface IdentityApp {
  readonly url: string;
  readonly clock: ManualClock;
  readonly nest: NestFastifyApplication;
  close(): Promise<void>;
}

export const ADMIN = { email: 'admin@localhost', password: 'correct horse battery' };

/** Platform, HTTP layer and identity on a free port, with a clock that moves when told. */
export async function startIdentityApp(
  database: TestDatabase,
  overrides: Partial<Settings> = {},
  clock = new ManualClock(),
): Promise<IdentityApp> {
  const settings = someSettings({
    databaseUrl: database.url,
    adminEmail: ADMIN.email,
    adminPassword: ADMIN.password,
    ...overrides,
  });
  const platform = PlatformModule.forRoot(settings, {
    entities: ENTITIES,
    migrations: MIGRATIONS,
    bells: Object.values(BELLS),
    hooks: [IdempotencyHook],
    logLevel: 'silent',
  });
  const module = await Test.createTestingModule({ imports: [platform, IdentityModule, HttpModule] })
    .overrideProvider(Clock)
    .useValue(clock)
    .overrideProvider(Logger)
    .useValue(new TestLogger())
    .compile();
  const nest = module.createNestApplication<NestFastifyApplication>(new ApiAdapter(settings));
  nest.useLogger(false);
  await configureHttp(nest);
  await nest.listen(0, '127.0.0.1');
  return { url: `${await nest.getUrl()}/api/v1`, clock, nest, close: () => nest.close() };
}

type Json = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** One call; a body is sent as JSON. */
export async function call(
  app: IdentityApp,
  method: string,
  path: string,
  { body, ...headers }: { body?: unknown; [header: string]: unknown } = {},
): Promise<Answer> {
  const response = await fetch(app.url + path, {
    method,
    headers: {
      ...(headers as Record<string, string>),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? {} : (JSON.parse(text) as Json),
  };
}

export interface SignedIn {
  readonly bearer: { authorization: string };
  /** As a browser sends it with a call of our own page. */
  readonly cookie: { cookie: string; 'x-requested-with': string };
}

export function signedIn({ body, headers }: Answer): SignedIn {
  const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
  return {
    bearer: { authorization: `Bearer ${String(body['accessToken'])}` },
    cookie: { cookie, 'x-requested-with': 'vestibule' },
  };
}

export async function logIn(app: IdentityApp, who = ADMIN): Promise<SignedIn> {
  return signedIn(await call(app, 'POST', '/auth/login', { body: who }));
}
