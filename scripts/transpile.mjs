import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { ROOT } from './launch.mjs';

const TARGET = `${ROOT}dist/.simulation/`;

/**
 * Turns sources into JavaScript beside the build, tests included, those that changed since the last time.
 * @returns where they are now, with a slash at its end
 */
export async function transpile(folders) {
  const { transformFile } = await import('@swc/core');
  const stale = folders.flatMap(sourcesOf).filter(isStale);
  const work = Array.from({ length: cpus().length * 2 }, async () => {
    for (let file = stale.pop(); file !== undefined; file = stale.pop()) {
      const { code, map } = await transformFile(ROOT + file, {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          target: 'es2022',
        },
        module: { type: 'es6' },
        sourceMaps: true,
      });
      const out = outOf(file);
      mkdirSync(dirname(out), { recursive: true });
      writeFileSync(`${out}.map`, map ?? '');
      writeFileSync(out, `${code}\n//# sourceMappingURL=${out.split('/').at(-1)}.map\n`);
    }
  });
  await Promise.all(work);
  copyPlain();
  return TARGET;
}

function sourcesOf(folder) {
  return readdirSync(ROOT + folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts'))
    .map((entry) => `${entry.parentPath}/${entry.name}`.replace(ROOT, ''));
}

function isStale(file) {
  const out = outOf(file);
  return !existsSync(out) || statSync(out).mtimeMs < statSync(ROOT + file).mtimeMs;
}

function outOf(file) {
  return TARGET + file.replace(/\.ts$/, '.js');
}

/** The database's start and stop are plain JavaScript already, and so are the files of the simulator's page. */
function copyPlain() {
  const assets = 'simulator/page/assets';
  cpSync(ROOT + assets, TARGET + assets, { recursive: true });
  mkdirSync(`${TARGET}test/support`, { recursive: true });
  for (const name of ['global-setup.mjs', 'global-teardown.mjs']) {
    writeFileSync(`${TARGET}test/support/${name}`, readFileSync(`${ROOT}test/support/${name}`));
  }
}
