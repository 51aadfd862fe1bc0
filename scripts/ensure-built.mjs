import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { ROOT, runToEnd } from './launch.mjs';

const SOURCES = ['src', 'simulator', 'demo', 'contract', 'bench'];
const SINGLE_FILES = ['ormconfig.ts', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json', 'package-lock.json'];
const STAMP = `${ROOT}dist/.built-from`;

/** Builds when `dist` is missing or made from other sources. */
export function ensureBuilt() {
  const wanted = hashOfSources();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  console.log('Building …');
  runToEnd(process.execPath, [`${ROOT}node_modules/@nestjs/cli/bin/nest.js`, 'build']);
  mkdirSync(`${ROOT}dist`, { recursive: true });
  writeFileSync(STAMP, wanted);
}

function hashOfSources() {
  const files = SOURCES.filter((folder) => existsSync(ROOT + folder)).flatMap((folder) =>
    readdirSync(ROOT + folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|html|css|js|svg)$/.test(entry.name))
      .map((entry) => `${entry.parentPath}/${entry.name}`),
  );
  const hash = createHash('sha256');
  for (const file of [...files.sort(), ...SINGLE_FILES.map((name) => ROOT + name)]) {
    hash
      .update(`${file.replace(ROOT, '')}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}
