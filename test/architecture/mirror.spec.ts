import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Folders beside `src` whose unit specs begin with the folder's own name. */
const OTHER_SOURCES = /^(simulator|demo|contract|bench|scripts)(\/|$)/;

/** A spec may tell of one file or of several neighbours; either way it lies where they lie. */
function sourceFolderOf(spec: string): string {
  const folder = dirname(spec).replace(/^support/, 'test/support');
  return folder.startsWith('test/') || OTHER_SOURCES.test(folder) ? folder : `src/${folder}`;
}

describe('unit specs', () => {
  const specs = readdirSync(`${root}test/unit`, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.spec.ts'),
  );

  it('are there', () => {
    expect(specs).toContain('config/load-settings.spec.ts');
  });

  it('lie where their source lies', () => {
    expect(specs.filter((spec) => !existsSync(root + sourceFolderOf(spec)))).toEqual([]);
  });
});
