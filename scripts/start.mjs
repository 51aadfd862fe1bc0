import { ensureBuilt } from './ensure-built.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { become, ROOT } from './launch.mjs';

/** `npm start`, and the other programs by name: works on a fresh clone. Further arguments go to the program. */
const PROGRAMS = {
  '--simulator': 'simulator/main.js',
  '--demo': 'demo/main.js',
  '--contract': 'contract/main.js',
  '--bench-access': 'bench/access/main.js',
  '--bench-budget': 'bench/budget/main.js',
  '--bench-ingest': 'bench/ingest/main.js',
  '--bench-live': 'bench/live/main.js',
  '--bench-simulator': 'bench/simulator/main.js',
};

const [first = '', ...others] = process.argv.slice(2);
const isProgram = Object.hasOwn(PROGRAMS, first);
const program = isProgram ? PROGRAMS[first] : 'src/main.js';
const args = isProgram ? others : process.argv.slice(2);

ensureInstalled();
ensureBuilt();
become(['--enable-source-maps', `${ROOT}dist/${program}`, ...args]);
