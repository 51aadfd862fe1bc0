import { type Setting } from './setting.js';
import { SETTING_NAMES, SETTINGS_TABLE, type SettingName, type SettingValues } from './settings-table.js';
import { Settings } from './settings.js';
import { SettingsError, type SettingFault } from './settings-error.js';
import { brokenRules, isGiven, type Environment } from './settings-rules.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What has to be known before there are settings. */
export interface SettingsOutline {
  /** Names that the embedded parts have to supply; none in production. */
  readonly missing: readonly SettingName[];
  /** Where the embedded parts keep their data. */
  readonly dataFolder: string;
  /** What the bundled simulator allows, in any window of that length. */
  readonly callLimit: { readonly calls: number; readonly windowSeconds: number };
}

/**
 * Looks at everything that is set and starts nothing.
 * @throws SettingsError SETTINGS.INVALID, every fault in one message
 */
export function outlineSettings(env: Environment): SettingsOutline {
  const { values, faults, missing } = parseAll(env);
  if (faults.length > 0) throw new SettingsError(faults);
  // No fault: every row that has a default has its value.
  const { VESTIBULE_DATA_DIR, HIKCENTRAL_RATE_LIMIT_CALLS, HIKCENTRAL_RATE_LIMIT_WINDOW } = values as SettingValues;
  return {
    missing,
    dataFolder: VESTIBULE_DATA_DIR,
    callLimit: { calls: HIKCENTRAL_RATE_LIMIT_CALLS, windowSeconds: HIKCENTRAL_RATE_LIMIT_WINDOW },
  };
}

/**
 * @param env the environment, completed by the embedded parts outside production
 * @throws SettingsError SETTINGS.INVALID, every fault and every missing setting in one message
 */
export function loadSettings(env: Environment): Settings {
  const { values, faults, missing } = parseAll(env);
  const all = [...faults, ...missing.map((name) => ({ name, fault: 'is required' }))];
  if (all.length > 0) throw new SettingsError(all);
  // No fault and nothing missing: every row has its value.
  return toSettings(values as SettingValues);
}

interface ParsedEnvironment {
  readonly values: Partial<SettingValues>;
  readonly faults: readonly SettingFault[];
  readonly missing: readonly SettingName[];
}

function parseAll(env: Environment): ParsedEnvironment {
  const values: Partial<Record<SettingName, unknown>> = {};
  const faults: SettingFault[] = [];
  const missing: SettingName[] = [];
  const isProduction = textOf('NODE_ENV', env) === 'production';
  for (const name of SETTING_NAMES) {
    const row: Setting<unknown> = SETTINGS_TABLE[name];
    const text = textOf(name, env);
    if (text === null && row.source === 'none') values[name] = null;
    else if (text === null && isProduction) faults.push({ name, fault: 'is required in production' });
    else if (text === null) missing.push(name);
    else {
      const parsed = row.read(text, isProduction);
      if ('fault' in parsed) faults.push({ name, fault: parsed.fault });
      else values[name] = parsed.value;
    }
  }
  const known = values as Partial<SettingValues>;
  return { values: known, faults: [...faults, ...brokenRules(known, env)], missing };
}

/** What is set, else the default; null where there is neither. Secrets keep their spaces, anything else loses them. */
function textOf(name: SettingName, env: Environment): string | null {
  const row: Setting<unknown> = SETTINGS_TABLE[name];
  const text = env[name];
  if (text === undefined || !isGiven(env, name)) return row.fallback;
  return name === 'ADMIN_PASSWORD' ? text : text.trim();
}

type PlainSettings = { readonly [Key in keyof Settings]: Settings[Key] };

function toSettings(values: SettingValues): Settings {
  const plain: PlainSettings = {
    role: values.ROLE,
    isProduction: values.NODE_ENV === 'production',
    port: values.PORT,
    publicUrl: values.PUBLIC_URL,
    databaseUrl: values.DATABASE_URL,
    databasePoolMax: values.DATABASE_POOL_MAX,
    databaseDirectUrl: values.DATABASE_DIRECT_URL ?? values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    secretKey: values.SECRET_KEY,
    adminEmail: values.ADMIN_EMAIL,
    adminPassword: values.ADMIN_PASSWORD,
    siteTimeZone: values.SITE_TIME_ZONE,
    hikcentral: {
      baseUrl: values.HIKCENTRAL_BASE_URL,
      appKey: values.HIKCENTRAL_APP_KEY,
      appSecret: values.HIKCENTRAL_APP_SECRET,
      adminPassword: values.HIKCENTRAL_ADMIN_PASSWORD,
      caFile: values.HIKCENTRAL_CA_FILE,
      rateLimitCalls: values.HIKCENTRAL_RATE_LIMIT_CALLS,
      rateLimitWindowMs: values.HIKCENTRAL_RATE_LIMIT_WINDOW * SECOND_MS,
      revokeReserve: values.HIKCENTRAL_REVOKE_RESERVE,
      poolMaxSockets: values.HIKCENTRAL_POOL_MAXSIZE,
      timeoutMs: values.HIKCENTRAL_TIMEOUT_MS,
      organisationName: values.HIKCENTRAL_ORG_NAME,
      defaultAccessLevelId: values.HIKCENTRAL_DEFAULT_ACCESS_LEVEL,
      studentAccessLevelId: values.HIKCENTRAL_STUDENT_ACCESS_LEVEL,
      eventMode: values.HIKCENTRAL_EVENT_MODE,
    },
    doorDirections: values.DOOR_DIRECTIONS ?? [],
    monitoringIntervalMs: values.MONITORING_INTERVAL_SECONDS * SECOND_MS,
    passageRetentionMs: values.PASSAGE_RETENTION_DAYS * DAY_MS,
    captureRetentionMs: values.CAPTURE_RETENTION_DAYS * DAY_MS,
    foreignPassageRetentionMs: values.FOREIGN_PASSAGE_RETENTION_DAYS * DAY_MS,
    personRetentionMs: values.PERSON_RETENTION_DAYS * DAY_MS,
    photoRetentionMs: values.PHOTO_RETENTION_DAYS * DAY_MS,
    accessLeadMs: values.ACCESS_LEAD_HOURS * HOUR_MS,
    earlyArrivalMs: values.EARLY_ARRIVAL_MINUTES * MINUTE_MS,
    accessSweepMs: values.ACCESS_SWEEP_SECONDS * SECOND_MS,
    driftCheckMs: values.DRIFT_CHECK_SECONDS * SECOND_MS,
    isAutoCloseOn: values.VISIT_AUTO_CLOSE,
    autoCloseGraceMs: values.VISIT_AUTO_CLOSE_GRACE_MINUTES * MINUTE_MS,
    reentryGraceMs: values.REENTRY_GRACE_MINUTES * MINUTE_MS,
    longStayMs: values.LONG_STAY_MINUTES * MINUTE_MS,
    workingHours: values.WORKING_HOURS,
    guestExitPolicy: values.GUEST_EXIT_POLICY,
    studentExitPolicy: values.STUDENT_EXIT_POLICY,
    isConsentRequired: values.CONSENT_REQUIRED,
    maxImageBytes: values.MAX_IMAGE_SIZE_BYTES,
    diskUsageThreshold: values.DISK_USAGE_THRESHOLD,
    memoryUsageThreshold: values.MEMORY_USAGE_THRESHOLD,
    metricsToken: values.METRICS_TOKEN,
    trustProxy: values.TRUST_PROXY,
  };
  return Object.freeze(Object.assign(Object.create(Settings.prototype) as Settings, plain));
}
