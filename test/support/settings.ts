import { Settings } from '../../src/config/settings.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

type Values = { [Name in keyof Settings]: Settings[Name] };

/** Settings as the defaults of the documentation, with a secret key of zeros and a HikCentral that is nowhere. */
export function testSettings(changes: Partial<Values> = {}): Settings {
  const values: Values = {
    role: 'all',
    isProduction: false,
    port: 0,
    databaseUrl: 'postgres://nobody@127.0.0.1:1/nothing',
    databasePoolMax: 10,
    databaseDirectUrl: changes.databaseUrl ?? 'postgres://nobody@127.0.0.1:1/nothing',
    redisUrl: null,
    secretKey: Buffer.alloc(32),
    adminEmail: 'admin@localhost',
    adminPassword: 'correct horse battery staple',
    siteTimeZone: 'UTC',
    hikcentral: {
      baseUrl: 'http://127.0.0.1:1',
      appKey: 'test-key',
      appSecret: 'test-secret',
      caFile: null,
      rateLimitCalls: 10,
      rateLimitWindowMs: MINUTE_MS,
      revokeReserve: 2,
      poolMaxSockets: 50,
      timeoutMs: 15_000,
      organisationName: 'Visitors',
      defaultAccessLevelId: null,
      studentAccessLevelId: null,
    },
    doorDirections: [],
    monitoringIntervalMs: MINUTE_MS,
    accessLeadMs: 24 * HOUR_MS,
    earlyArrivalMs: 15 * MINUTE_MS,
    accessSweepMs: 30_000,
    isAutoCloseOn: true,
    autoCloseGraceMs: 30 * MINUTE_MS,
    reentryGraceMs: 15 * MINUTE_MS,
    guestExitPolicy: 'first_exit',
    studentExitPolicy: 'first_exit',
    isConsentRequired: false,
    maxImageBytes: 5_242_880,
    diskUsageThreshold: 90,
    memoryUsageThreshold: 80,
    metricsToken: null,
    trustProxy: false,
  };
  return Object.assign(Object.create(Settings.prototype) as Settings, values, changes);
}
