import { embedded, optional, withDefault, type Setting } from './setting.js';
import {
  base64Key,
  doorDirections,
  emailAddress,
  ianaZone,
  nameInHikCentral,
  oneOf,
  plainText,
  proxies,
  publicOrigin,
  readableFile,
  serverOrigin,
  trueOrFalse,
  urlWith,
  wholeNumber,
} from './setting-parsers.js';
import { weaknessOfKey, weaknessOfPassword } from './weak-secrets.js';
import { workingHours } from './working-hours.js';

const exitPolicy = oneOf('first_exit', 'grace', 'until_end');
const secret = plainText(512);
const isSecret = true;

const SHORTEST_TOKEN = 16;
/** 31 days, the longest visit: sending a person earlier than that never helps. */
const LONGEST_LEAD_HOURS = 31 * 24;
const DAY_MINUTES = 24 * 60;
const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 24 * HOUR_SECONDS;
const YEAR_DAYS = 365;
const MIB = 1024 * 1024;

/**
 * Every variable, once. Validation (`load-settings.ts`), `docs/settings.md` and `.env.example` (`settings-page.ts`)
 * are read from here.
 */
export const SETTINGS_TABLE = {
  NODE_ENV: withDefault(
    oneOf('development', 'test', 'production'),
    'development',
    '`production` refuses every embedded part and every weak secret',
  ),
  ROLE: withDefault(oneOf('all', 'api', 'worker'), 'all', 'what this process does: answers HTTP, works, or both'),
  PORT: withDefault(wholeNumber(0, 65_535), '3000', 'where HTTP is answered; 0 takes a free one'),
  PUBLIC_URL: optional(publicOrigin, 'where HikCentral reaches us; required for push'),
  VESTIBULE_DATA_DIR: withDefault(plainText(1_024), '.data', 'folder of the embedded parts, outside production'),
  DATABASE_URL: embedded(urlWith('postgres', 'postgresql'), 'embedded PostgreSQL', 'PostgreSQL 15 or later', {
    isSecret,
  }),
  DATABASE_POOL_MAX: withDefault(wholeNumber(2, 200), '20', 'connections of one process'),
  DATABASE_DIRECT_URL: optional(
    urlWith('postgres', 'postgresql'),
    'for session locks, when `DATABASE_URL` is a pooler',
    { isSecret },
  ),
  REDIS_URL: optional(
    urlWith('redis', 'rediss'),
    'queues on Redis, the choice for many machines; unset: queues on PostgreSQL',
    { isSecret },
  ),
  SECRET_KEY: embedded(base64Key, 'made once and kept', 'encrypts photos and server secrets', {
    isSecret,
    inProduction: (key) => refuse(weaknessOfKey(key)),
  }),
  ADMIN_EMAIL: withDefault(emailAddress, 'admin@localhost', 'the first admin'),
  ADMIN_PASSWORD: embedded(
    plainText(200),
    'made and printed once',
    "the first admin's password, at least 12 characters in production",
    {
      isSecret,
      inProduction: (password) => refuse(weaknessOfPassword(password)),
    },
  ),
  SITE_TIME_ZONE: embedded(ianaZone, "the system's", 'zone of the site, for wall times'),
  HIKCENTRAL_BASE_URL: embedded(serverOrigin, 'the bundled simulator', 'HikCentral Professional', {
    inProduction: (url) => (url.startsWith('https://') ? null : 'must start with https:// in production'),
  }),
  HIKCENTRAL_APP_KEY: embedded(plainText(64), "the simulator's", 'partner key of HikCentral', { isSecret }),
  HIKCENTRAL_APP_SECRET: embedded(secret, "the simulator's", 'partner secret of HikCentral', { isSecret }),
  HIKCENTRAL_ADMIN_PASSWORD: optional(
    plainText(64),
    "password of HikCentral's administrator, where it asks for one before a person is deleted",
    { isSecret },
  ),
  HIKCENTRAL_CA_FILE: optional(readableFile, 'PEM file of the authority that signed the certificate of HikCentral'),
  HIKCENTRAL_RATE_LIMIT_CALLS: withDefault(
    wholeNumber(1, 1_000_000),
    '10',
    'calls in any window, over all processes together',
  ),
  HIKCENTRAL_RATE_LIMIT_WINDOW: withDefault(wholeNumber(1, HOUR_SECONDS), '60', 'length of the window in seconds'),
  HIKCENTRAL_REVOKE_RESERVE: withDefault(
    wholeNumber(0, 1_000_000),
    '2',
    'calls of each window that only revocation may use; fewer than the limit',
  ),
  HIKCENTRAL_POOL_MAXSIZE: withDefault(wholeNumber(1, 1_000), '50', 'sockets to HikCentral'),
  HIKCENTRAL_TIMEOUT_MS: withDefault(wholeNumber(100, 120_000), '15000', 'one whole call, body included'),
  HIKCENTRAL_ORG_NAME: withDefault(
    nameInHikCentral(64),
    'Visitors',
    'organisation of our persons, found or made by name',
  ),
  HIKCENTRAL_DEFAULT_ACCESS_LEVEL: optional(plainText(64), 'id of the level of a visit that names none'),
  HIKCENTRAL_STUDENT_ACCESS_LEVEL: optional(plainText(64), "the same for a student's; falls back to the default level"),
  HIKCENTRAL_EVENT_MODE: withDefault(
    oneOf('poll', 'push'),
    'poll',
    '`push`: HikCentral tells us of passages and we read at once; the poll goes on',
  ),
  DOOR_DIRECTIONS: optional(
    doorDirections,
    "which way doors and readers lead, by index code; a bare code is tried as a reader's, then as a door's",
  ),
  MONITORING_INTERVAL_SECONDS: withDefault(wholeNumber(1, HOUR_SECONDS), '60', 'between two reads of passages', {
    inProduction: (seconds) => (seconds >= 60 ? null : 'must be at least 60 in production'),
  }),
  PASSAGE_RETENTION_DAYS: withDefault(
    wholeNumber(1, 10 * YEAR_DAYS),
    '365',
    'how long passages of our guests are kept',
  ),
  FOREIGN_PASSAGE_RETENTION_DAYS: withDefault(
    wholeNumber(1, YEAR_DAYS),
    '7',
    'how long door, time and type of passages of other persons are kept',
  ),
  CAPTURE_RETENTION_DAYS: withDefault(
    wholeNumber(1, 10 * YEAR_DAYS),
    '30',
    'how long pictures of passages are shown and kept, at most as long as the passages',
  ),
  PERSON_RETENTION_DAYS: withDefault(
    wholeNumber(1, YEAR_DAYS),
    '30',
    'from the end of the last visit of a guest to the removal of the person from HikCentral',
  ),
  PHOTO_RETENTION_DAYS: withDefault(
    wholeNumber(1, YEAR_DAYS),
    '30',
    'from the end of the last visit of a guest to the deletion of the photo',
  ),
  ACCESS_LEAD_HOURS: withDefault(
    wholeNumber(0, LONGEST_LEAD_HOURS),
    '24',
    'how long before a visit its person is sent to HikCentral',
  ),
  EARLY_ARRIVAL_MINUTES: withDefault(wholeNumber(0, DAY_MINUTES), '15', 'how long before a visit the door opens'),
  ACCESS_SWEEP_SECONDS: withDefault(wholeNumber(1, HOUR_SECONDS), '30', 'longest sleep of the reconciler'),
  DRIFT_CHECK_SECONDS: withDefault(
    wholeNumber(1, DAY_SECONDS),
    '900',
    'between two comparisons of HikCentral with our record',
  ),
  VISIT_AUTO_CLOSE: withDefault(trueOrFalse, 'true', 'whether a visit past its end and its grace is closed'),
  VISIT_AUTO_CLOSE_GRACE_MINUTES: withDefault(
    wholeNumber(0, DAY_MINUTES),
    '30',
    'from the end of a visit to its closing',
  ),
  REENTRY_GRACE_MINUTES: withDefault(
    wholeNumber(0, DAY_MINUTES),
    '15',
    'how long after an exit `grace` takes a guest back',
  ),
  LONG_STAY_MINUTES: withDefault(
    wholeNumber(1, 31 * DAY_MINUTES),
    '120',
    'how long a guest may be inside without being seen to leave before there is an incident',
  ),
  WORKING_HOURS: optional(
    workingHours,
    'wall times at the site; a guest let through outside of them is an incident, and unset none is',
  ),
  GUEST_EXIT_POLICY: withDefault(exitPolicy, 'first_exit', 'what an exit does to the visit of a guest'),
  STUDENT_EXIT_POLICY: withDefault(exitPolicy, 'first_exit', 'what an exit does to the visit of a student'),
  CONSENT_REQUIRED: withDefault(trueOrFalse, 'false', 'whether a face is sent only with consent'),
  MAX_IMAGE_SIZE_BYTES: withDefault(wholeNumber(1_024, 20 * MIB), String(5 * MIB), 'largest photo'),
  DISK_USAGE_THRESHOLD: withDefault(wholeNumber(1, 100), '90', 'percent above which heavy work waits'),
  MEMORY_USAGE_THRESHOLD: withDefault(wholeNumber(1, 100), '80', 'percent above which heavy work waits'),
  METRICS_TOKEN: optional(secret, 'bearer token that guards `/metrics`', {
    isSecret,
    inProduction: (token) =>
      token.length >= SHORTEST_TOKEN ? null : `is weak: it is shorter than ${SHORTEST_TOKEN} characters`,
  }),
  TRUST_PROXY: withDefault(proxies, 'false', 'proxies whose forwarding headers are believed'),
};

export type SettingName = keyof typeof SETTINGS_TABLE;

/** What each row parses to. */
export type SettingValues = {
  readonly [Name in SettingName]: (typeof SETTINGS_TABLE)[Name] extends Setting<infer T> ? T : never;
};

export const SETTING_NAMES = Object.keys(SETTINGS_TABLE) as readonly SettingName[];

function refuse(weakness: string | null): string | null {
  return weakness === null ? null : `is weak: it ${weakness}`;
}
