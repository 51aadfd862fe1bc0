import { loadSettings, outlineSettings } from '../../../src/config/load-settings.js';
import { SettingsError } from '../../../src/config/settings-error.js';
import { type Environment } from '../../../src/config/settings-rules.js';
import { SETTING_NAMES, SETTINGS_TABLE } from '../../../src/config/settings-table.js';
import { Settings } from '../../../src/config/settings.js';
import { COMPLETE_ENVIRONMENT } from '../../support/settings.js';

const PRODUCTION: Environment = { ...COMPLETE_ENVIRONMENT, NODE_ENV: 'production' };

function refusal(env: Environment): SettingsError {
  try {
    loadSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error('the environment was accepted');
}

const blamed = (env: Environment): readonly string[] => refusal(env).faults.map(({ name }) => name);

describe('load settings', () => {
  it('turns an environment into settings with units, defaults filled in', () => {
    const settings = loadSettings({
      ...COMPLETE_ENVIRONMENT,
      MONITORING_INTERVAL_SECONDS: '5',
      ACCESS_LEAD_HOURS: '2',
      FOREIGN_PASSAGE_RETENTION_DAYS: '3',
      PASSAGE_RETENTION_DAYS: '4',
      CAPTURE_RETENTION_DAYS: '2',
      HIKCENTRAL_EVENT_MODE: 'push',
      PUBLIC_URL: 'http://vestibule.test:8080/',
    });
    expect(settings).toBeInstanceOf(Settings);
    expect(settings).toMatchObject({
      role: 'all',
      isProduction: false,
      port: 3000,
      databaseDirectUrl: COMPLETE_ENVIRONMENT.DATABASE_URL,
      redisUrl: null,
      monitoringIntervalMs: 5_000,
      accessLeadMs: 7_200_000,
      foreignPassageRetentionMs: 259_200_000,
      passageRetentionMs: 345_600_000,
      captureRetentionMs: 172_800_000,
      publicUrl: 'http://vestibule.test:8080',
      doorDirections: [],
      trustProxy: false,
      hikcentral: {
        rateLimitCalls: 10,
        rateLimitWindowMs: 60_000,
        revokeReserve: 2,
        defaultAccessLevelId: null,
        eventMode: 'push',
      },
    });
    expect(settings.secretKey).toHaveLength(32);
  });

  it('starts in production from the same environment', () => {
    expect(loadSettings(PRODUCTION).isProduction).toBe(true);
  });

  it('is pushed to at an address only', () => {
    const push = { ...COMPLETE_ENVIRONMENT, HIKCENTRAL_EVENT_MODE: 'push' };
    expect(blamed(push)).toEqual(['PUBLIC_URL']);
    expect(blamed({ ...push, PUBLIC_URL: 'vestibule.test' })).toEqual(['PUBLIC_URL']);
    expect(blamed({ ...push, PUBLIC_URL: 'https://vestibule.test/api?x=1' })).toEqual(['PUBLIC_URL']);
    expect(loadSettings({ ...COMPLETE_ENVIRONMENT, PUBLIC_URL: 'https://vestibule.test' }).hikcentral.eventMode).toBe(
      'poll',
    );
  });

  it('counts an empty variable as unset, as compose hands it on', () => {
    expect(loadSettings({ ...COMPLETE_ENVIRONMENT, PORT: '', REDIS_URL: ' ' })).toMatchObject({
      port: 3000,
      redisUrl: null,
    });
  });

  it('keeps the spaces of a password and drops those of anything else', () => {
    const settings = loadSettings({ ...COMPLETE_ENVIRONMENT, ADMIN_PASSWORD: ' two spaces around ', PORT: ' 3001 ' });
    expect(settings).toMatchObject({ adminPassword: ' two spaces around ', port: 3001 });
  });

  it('lists every bad setting in one message', () => {
    const { message, code } = refusal({ ...COMPLETE_ENVIRONMENT, PORT: 'http', ROLE: 'boss', DOOR_DIRECTIONS: '1=up' });
    expect(code).toBe('SETTINGS.INVALID');
    expect(message.split('\n')).toEqual([
      '3 settings are wrong, nothing was started:',
      '  ROLE must be one of all, api, worker',
      '  PORT must be a whole number, 0 to 65535',
      '  DOOR_DIRECTIONS must be pairs such as 1=entry,door:2=exit,reader:5=entry with commas between',
    ]);
  });

  it.each(SETTING_NAMES)('never repeats the value of %s', (name) => {
    const value = 'Zq\u0007-not-to-be-seen-'.repeat(80);
    expect(refusal({ ...COMPLETE_ENVIRONMENT, [name]: value }).message).not.toContain('not-to-be-seen');
  });

  it('tells what the embedded parts have to supply, and nothing in production', () => {
    expect(outlineSettings({}).missing).toEqual([
      'DATABASE_URL',
      'SECRET_KEY',
      'ADMIN_PASSWORD',
      'SITE_TIME_ZONE',
      'HIKCENTRAL_BASE_URL',
      'HIKCENTRAL_APP_KEY',
      'HIKCENTRAL_APP_SECRET',
    ]);
    expect(outlineSettings(COMPLETE_ENVIRONMENT).missing).toEqual([]);
    expect(() => outlineSettings({ NODE_ENV: 'production' })).toThrow(SettingsError);
  });

  it('finds faults before anything is supplied', () => {
    expect(() => outlineSettings({ PORT: 'x' })).toThrow(/PORT/);
  });

  it.each(outlineSettings({}).missing)('refuses production without %s', (name) => {
    expect(blamed({ ...PRODUCTION, [name]: undefined })).toEqual([name]);
  });

  it.each([
    ['SECRET_KEY', Buffer.alloc(32, 7).toString('base64')],
    ['SECRET_KEY', Buffer.from('correct-horse-battery-staple-abc').toString('base64')],
    ['SECRET_KEY', Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('base64')],
    ['ADMIN_PASSWORD', 'elevenchars'],
    ['ADMIN_PASSWORD', 'password1234'],
    ['ADMIN_PASSWORD', 'abababababab'],
    ['METRICS_TOKEN', 'short'],
    ['HIKCENTRAL_BASE_URL', 'http://hikcentral.test'],
    ['MONITORING_INTERVAL_SECONDS', '59'],
    ['NODE_TLS_REJECT_UNAUTHORIZED', '0'],
  ])('accepts a weak %s outside production only', (name, value) => {
    expect(() => loadSettings({ ...COMPLETE_ENVIRONMENT, [name]: value })).not.toThrow();
    expect(blamed({ ...PRODUCTION, [name]: value })).toEqual([name]);
  });

  it('keeps slots for others beside the reserve of revocation', () => {
    const limit = { HIKCENTRAL_RATE_LIMIT_CALLS: '3', HIKCENTRAL_REVOKE_RESERVE: '3' };
    expect(blamed({ ...COMPLETE_ENVIRONMENT, ...limit })).toEqual(['HIKCENTRAL_REVOKE_RESERVE']);
    expect(
      loadSettings({ ...COMPLETE_ENVIRONMENT, ...limit, HIKCENTRAL_REVOKE_RESERVE: '2' }).hikcentral.revokeReserve,
    ).toBe(2);
  });

  it('takes a HikCentral whole or not at all', () => {
    expect(() => outlineSettings({ HIKCENTRAL_APP_KEY: '1' })).toThrow(/HIKCENTRAL_BASE_URL[^]*HIKCENTRAL_APP_SECRET/);
  });

  it('has a default that its own row accepts', () => {
    for (const name of SETTING_NAMES) {
      const { fallback, read } = SETTINGS_TABLE[name];
      if (fallback !== null) expect([name, read(fallback, true)]).toEqual([name, { value: expect.anything() }]);
    }
  });

  it('tells the embedded parts where to keep their data and how much the simulator allows', () => {
    expect(outlineSettings({})).toMatchObject({ dataFolder: '.data', callLimit: { calls: 10, windowSeconds: 60 } });
    expect(outlineSettings({ VESTIBULE_DATA_DIR: '/srv/v', HIKCENTRAL_RATE_LIMIT_CALLS: '5000' })).toMatchObject({
      dataFolder: '/srv/v',
      callLimit: { calls: 5_000, windowSeconds: 60 },
    });
  });
});
