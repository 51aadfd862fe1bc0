import { spawn, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('../', import.meta.url));

const FORWARDED = ['SIGTERM', 'SIGINT', 'SIGHUP'];

/** Runs a tool to its end; when it fails, so do we. */
export function runToEnd(command, args) {
  const { status, error } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) console.error(`${command} cannot be run: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

/** Runs Node in our place: signals go to it, its exit code is ours. */
export function become(args, env = {}) {
  const [command, ...rest] = [...rightOfWay(), process.execPath, ...args];
  const child = spawn(command, rest, { stdio: 'inherit', env: { ...process.env, ...env } });
  for (const signal of FORWARDED) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
  child.once('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

/**
 * PostgreSQL does not run as root, and the user that root lends to the embedded one may not walk into a closed folder
 * (a clone under /root or in a folder made by mktemp). So its processes inherit the right to walk through, and that
 * right survives the change of user. Empty where none of this is the case.
 */
function rightOfWay() {
  const isNeeded =
    process.getuid?.() === 0 &&
    process.env.NODE_ENV !== 'production' &&
    [ROOT, process.env.VESTIBULE_DATA_DIR ?? '.', tmpdir()].some(isClosedToOthers);
  const command = [
    'setpriv',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
    '--securebits=+no_setuid_fixup',
  ];
  const isPossible = isNeeded && spawnSync(command[0], [...command.slice(1), 'true']).status === 0;
  return isPossible ? command : [];
}

function isClosedToOthers(path) {
  const folder = resolve(path);
  const stats = statSync(folder, { throwIfNoEntry: false });
  const isClosed = stats !== undefined && (stats.mode & 0o001) === 0;
  return isClosed || (folder !== dirname(folder) && isClosedToOthers(dirname(folder)));
}
