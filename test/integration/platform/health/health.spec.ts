import { type ModuleMetadata } from '@nestjs/common';
import { type Settings } from '../../../../src/config/settings.js';
import { HealthContributor } from '../../../../src/platform/health/health-contributor.js';
import { HealthModule } from '../../../../src/platform/health/health.module.js';
import { openTestDatabase, type TestDatabase } from '../../../support/database.js';
import { hasRedis, openRedis } from '../../../support/redis-server.js';
import { startHttpApp, type HttpApp } from '../http/http-app.js';

interface Health {
  readonly status: string;
  readonly details: Readonly<Record<string, { readonly status: string; readonly reason?: string }>>;
}

/** Nothing on this machine is fuller than that. */
const NEVER_SHORT = { diskUsageThreshold: 100, memoryUsageThreshold: 100 };

class HikCentralHealth extends HealthContributor {
  override readonly name = 'hikcentral';

  constructor(private readonly reason: string | null) {
    super();
  }

  override degradedReason(): Promise<string | null> {
    return Promise.resolve(this.reason);
  }
}

describe('health and metrics', () => {
  let database: TestDatabase;
  let app: HttpApp | null = null;

  beforeAll(async () => {
    database = await openTestDatabase();
  });

  afterEach(async () => {
    await app?.close();
    app = null;
  });

  afterAll(() => database.close());

  const start = async (settings: Partial<Settings> = {}, providers: ModuleMetadata['providers'] = []) => {
    app = await startHttpApp(database, { imports: [HealthModule], providers }, { ...NEVER_SHORT, ...settings });
    return app;
  };

  const get = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${app!.url}${path}`, { headers });
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
  };

  const ready = async (): Promise<{ status: number; body: Health }> => {
    const { status, text } = await get('/health/ready');
    return { status, body: JSON.parse(text) as Health };
  };

  it('is live and ready, outside the prefix of the API, for anybody', async () => {
    await start();
    expect(await get('/health/live')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    const { status, body } = await ready();
    expect(status).toBe(200);
    expect(body.status).toBe('ok');
    expect(Object.keys(body.details).sort()).toEqual(['database', 'disk', 'memory', 'queues']);
  });

  it('is ready while HikCentral is down, and says so', async () => {
    await start({}, [{ provide: 'health', useFactory: () => new HikCentralHealth('unreachable') }]);
    const { status, body } = await ready();
    expect(status).toBe(200);
    expect(body.status).toBe('degraded');
    expect(body.details['hikcentral']).toMatchObject({ status: 'degraded', reason: 'unreachable' });
  });

  it.each(['disk', 'memory'])('is not ready when the %s is fuller than its threshold', async (resource) => {
    await start({ [`${resource}UsageThreshold`]: 0 });
    const { status, body } = await ready();
    expect(status).toBe(503);
    expect(body.details[resource]?.status).toBe('down');
    expect(body.details['database']?.status).toBe('up');
  });

  it('is live but not ready without its database, and names no reason', async () => {
    const { nest } = await start();
    await database.dataSource.query('SELECT 1');
    const { DataSource } = await import('typeorm');
    await nest.get(DataSource).destroy();
    const { status, body } = await ready();
    expect(status).toBe(503);
    expect(body.details['database']).toEqual({ status: 'down' });
    expect((await get('/health/live')).status).toBe(200);
    await nest.get(DataSource).initialize();
  });

  // Skipped only where no redis-server is installed and REDIS_URL names none; CI installs one.
  (hasRedis() ? it : it.skip)('is not ready while the Redis it was given is away (needs a redis-server)', async () => {
    const redis = await openRedis();
    await start({ redisUrl: redis.url });
    expect((await ready()).status).toBe(200);
    if (!redis.isOurs) return;
    await redis.stop();
    expect(await ready()).toMatchObject({ status: 503, body: { details: { queues: { status: 'down' } } } });
  });

  it('shows metrics in the form of Prometheus', async () => {
    await start();
    const { status, type, text } = await get('/metrics');
    expect(status).toBe(200);
    expect(type).toContain('text/plain; version=0.0.4');
    expect(text).toContain('nodejs_eventloop_lag_seconds');
    expect(text).toContain('vestibule_events_set_aside_total');
  });

  it('keeps metrics for whoever has the token, when one is set', async () => {
    await start({ metricsToken: 'let-me-see' });
    expect((await get('/metrics')).status).toBe(401);
    expect((await get('/metrics', { authorization: 'Bearer let-me-seex' })).status).toBe(401);
    expect((await get('/metrics', { authorization: 'Bearer let-me-see' })).status).toBe(200);
  });
});
