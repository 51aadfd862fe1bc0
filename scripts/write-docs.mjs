import { writeFileSync } from 'node:fs';
import { renderEnvironmentExample, renderSettingsPage } from '../dist/src/config/settings-page.js';

/** `npm run docs`: writes the pages that are generated from code. Tests compare them. */
const root = new URL('../', import.meta.url);
writeFileSync(new URL('docs/settings.md', root), renderSettingsPage());
writeFileSync(new URL('.env.example', root), renderEnvironmentExample());
