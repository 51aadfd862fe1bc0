import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(root + path, 'utf8');

/** Links, and code spans that look like a path of this project; patterns (`*`, `<module>`, `…`) are words, not paths. */
function pathsIn(page: string): readonly string[] {
  const links = [...page.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => target);
  const spans = [
    ...page.matchAll(/`((?:src|test|simulator|scripts|docs|docker|demo|contract|bench|web|\.ci)\/[^`]*)`/g),
  ].map(([, target = '']) => target);
  const local = links.filter((target) => !/^[a-z]+:/.test(target)).map((target) => `docs/${target}`);
  return [...local, ...spans].filter((path) => !/[*<>{}… ]/.test(path));
}

describe.each(['docs/architecture.md', 'docs/requirements.md'])('%s', (page) => {
  const paths = pathsIn(read(page));

  it('names files', () => {
    expect(paths.length).toBeGreaterThan(0);
  });

  it('names only what exists', () => {
    expect(paths.filter((path) => !existsSync(root + path))).toEqual([]);
  });
});
