import { readFileSync } from 'node:fs';
import { renderEnvironmentExample, renderSettingsPage } from '../../../src/config/settings-page.js';
import { loadSettings } from '../../../src/config/load-settings.js';
import { SETTING_NAMES } from '../../../src/config/settings-table.js';
import { COMPLETE_ENVIRONMENT } from '../../support/settings.js';

const committed = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

describe('the pages about settings', () => {
  it('are as committed: `npm run docs` writes them anew', () => {
    expect(committed('docs/settings.md')).toBe(renderSettingsPage());
    expect(committed('.env.example')).toBe(renderEnvironmentExample());
  });

  it('name every setting once', () => {
    const page = renderSettingsPage();
    for (const name of SETTING_NAMES) expect(page.split(`| \`${name}\` |`)).toHaveLength(2);
  });

  it('give an example that can be loaded', () => {
    const example = Object.fromEntries(
      renderEnvironmentExample()
        .split('\n')
        .filter((line) => /^[A-Z]/.test(line))
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
    );
    expect(loadSettings({ ...example, ...COMPLETE_ENVIRONMENT })).toEqual(loadSettings(COMPLETE_ENVIRONMENT));
  });
});
