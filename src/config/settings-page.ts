import { type Setting } from './setting.js';
import { SETTING_NAMES, SETTINGS_TABLE } from './settings-table.js';

const PAGE_HEAD = `# Settings

Generated from \`src/config/settings-table.ts\` by \`npm run docs\`; a test compares the two.

Everything is read from the environment and validated whole at boot. If anything is wrong, one message lists every bad
setting by name, the process exits 78 and has touched nothing. An empty variable counts as unset. Where the default is
*embedded*, the value is supplied outside production and required in it.

| variable | default | form | meaning |
| --- | --- | --- | --- |
`;

const EXAMPLE_HEAD = `# Every setting with its default. Generated from src/config/settings-table.ts by \`npm run docs\`.
# What is commented out needs no value outside production; docs/settings.md says which of them production requires.
`;

/** \`docs/settings.md\`, whole. */
export function renderSettingsPage(): string {
  return (
    PAGE_HEAD +
    rows()
      .map(([name, row]) => pageLine(name, row))
      .join('')
  );
}

/** \`.env.example\`, whole. */
export function renderEnvironmentExample(): string {
  return (
    EXAMPLE_HEAD +
    rows()
      .map(([name, row]) => exampleLines(name, row))
      .join('')
  );
}

function rows(): readonly (readonly [string, Setting<unknown>])[] {
  return SETTING_NAMES.map((name) => [name, SETTINGS_TABLE[name]]);
}

function pageLine(name: string, row: Setting<unknown>): string {
  const notes = row.isSecret ? `${row.meaning}; secret` : row.meaning;
  return `| \`${name}\` | ${defaultInWords(row)} | ${row.form} | ${notes} |\n`;
}

function defaultInWords(row: Setting<unknown>): string {
  if (row.fallback !== null) return `\`${row.fallback}\``;
  return row.fallbackNote === null ? 'none' : `*embedded:* ${row.fallbackNote}`;
}

function exampleLines(name: string, row: Setting<unknown>): string {
  const assignment = row.fallback === null ? `# ${name}=` : `${name}=${row.fallback}`;
  return `\n# ${row.meaning} (${row.form})`.replaceAll('`', '') + `\n${assignment}\n`;
}
