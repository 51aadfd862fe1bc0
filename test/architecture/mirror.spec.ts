import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Folders beside `src` whose unit specs begin with the folder's own name. */
const OTHER_SOURCES = /^(simulator|demo|bench|scripts|test\/support)\//;

/** `modules/visits/domain/fold.properties.spec.ts` speaks of `src/modules/visits/domain/fold.ts`. */
function sourcesOf(spec: string): readonly string[] {
  const stem = spec.replace(/\.spec\.ts$/, '').replace(/^support\//, 'test/support/');
  const folder = OTHER_SOURCES.test(stem) ? '' : 'src/';
  const withoutAspect = stem.replace(/\.[^./]+$/, '');
  return [...new Set([stem, withoutAspect])].flatMap((path) => [`${folder}${path}.ts`, `${folder}${path}.mjs`]);
}

describe('unit specs', () => {
  const specs = readdirSync(`${root}test/unit`, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.spec.ts'),
  );

  it('are there', () => {
    expect(specs).toContain('config/load-settings.spec.ts');
  });

  it('lie where their source lies', () => {
    expect(specs.filter((spec) => !sourcesOf(spec).some((path) => existsSync(root + path)))).toEqual([]);
  });
});
