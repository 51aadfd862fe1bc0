import { loadSettings } from '../../src/config/load-settings.js';
import { Settings } from '../../src/config/settings.js';

/** The least that has to be said: what the embedded parts would supply. */
export const COMPLETE_ENVIRONMENT = {
  DATABASE_URL: 'postgres://vestibule@127.0.0.1:5432/vestibule',
  SECRET_KEY: Buffer.from('3f9a0c51d2e87b46a1905df3c6e82b7440fd91a83e5c27b60d14f8a972be6305', 'hex').toString('base64'),
  ADMIN_PASSWORD: 'correct horse battery',
  SITE_TIME_ZONE: 'Europe/Helsinki',
  HIKCENTRAL_BASE_URL: 'https://hikcentral.test:8443',
  HIKCENTRAL_APP_KEY: '21830457',
  HIKCENTRAL_APP_SECRET: 'k3Vq9TzP0sXw7LmN2bRd',
} as const;

/** Settings as the app would load them, with some of them changed. */
export function someSettings(overrides: Partial<Settings> = {}): Settings {
  const loaded = loadSettings(COMPLETE_ENVIRONMENT);
  return Object.assign(Object.create(Settings.prototype) as Settings, loaded, overrides);
}
