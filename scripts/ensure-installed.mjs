import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { ROOT, runToEnd } from './launch.mjs';

const PACKAGES = `${ROOT}node_modules`;
const LOCKFILE = `${ROOT}package-lock.json`;
const STAMP = `${ROOT}node_modules/.installed-from`;
/** npm writes it at the end of every installation. */
const NPM_OWN_RECORD = `${ROOT}node_modules/.package-lock.json`;

/** Runs `npm ci` when `node_modules` is missing or made from another lockfile. Needs nothing installed. */
export function ensureInstalled() {
  const wanted = createHash('sha256').update(readFileSync(LOCKFILE)).digest('hex');
  if (isInstalled(wanted)) return;
  // npm would empty the folder that the link leads to, which is somebody else's.
  if (lstatSync(PACKAGES, { throwIfNoEntry: false })?.isSymbolicLink()) {
    console.error('node_modules is a link and was installed from another lockfile: run npm ci where it leads');
    process.exit(1);
  }
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
