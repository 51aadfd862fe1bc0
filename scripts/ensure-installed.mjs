import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { ROOT, runToEnd } from './launch.mjs';

const LOCKFILE = `${ROOT}package-lock.json`;
const STAMP = `${ROOT}node_modules/.installed-from`;
/** npm writes it at the end of every installation. */
const NPM_OWN_RECORD = `${ROOT}node_modules/.package-lock.json`;

/** Runs `npm ci` when `node_modules` is missing or made from another lockfile. Needs nothing installed. */
export function ensureInstalled() {
  const wanted = createHash('sha256').update(readFileSync(LOCKFILE)).digest('hex');
  if (isInstalled(wanted)) return;
  console.log('Installing packages (npm ci), once …');
  // The build needs the development packages, whatever NODE_ENV says.
  runToEnd('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(STAMP, wanted);
}

function isInstalled(wanted) {
  if (existsSync(STAMP)) return readFileSync(STAMP, 'utf8') === wanted;
  // Installed by hand: as good as by us, if it happened after the lockfile was written.
  return existsSync(NPM_OWN_RECORD) && statSync(NPM_OWN_RECORD).mtimeMs >= statSync(LOCKFILE).mtimeMs;
}
