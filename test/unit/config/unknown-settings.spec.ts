import { SETTING_NAMES } from '../../../src/config/settings-table.js';
import { warnOfUnknownSettings } from '../../../src/config/unknown-settings.js';

describe('warnings of unknown settings', () => {
  it('tell of a slip which setting was meant', () => {
    expect(warnOfUnknownSettings({ MONITORING_INTERVAL_SECOND: '5' })).toEqual([
      'MONITORING_INTERVAL_SECOND is no setting and is ignored; MONITORING_INTERVAL_SECONDS is one',
    ]);
    expect(warnOfUnknownSettings({ database_url: 'x' })).toEqual([expect.stringContaining('DATABASE_URL is one')]);
  });

  it('tell of anything that begins like ours', () => {
    expect(warnOfUnknownSettings({ HIKCENTRAL_COLOUR: 'red' })).toEqual([
      'HIKCENTRAL_COLOUR is no setting and is ignored',
    ]);
  });

  it('say nothing of the settings and of what others set', () => {
    const foreign = [
      'PATH',
      'HOME',
      'PWD',
      'SHELL',
      'LANG',
      'POST',
      'HOST',
      'NODE_OPTIONS',
      'npm_config_port',
      'ACCESS_TOKEN',
    ];
    const env = Object.fromEntries([...SETTING_NAMES, ...foreign].map((name) => [name, 'x']));
    expect(warnOfUnknownSettings(env)).toEqual([]);
  });
});
