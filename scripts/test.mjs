import { ensureBuilt } from './ensure-built.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { become, ROOT } from './launch.mjs';

/** `npm test`: works on a fresh clone. `npm test -- test/unit/config` runs a part; any option of Jest may follow. */
ensureInstalled();
// Some tests start the built program.
ensureBuilt();
// Jest loads our modules as what they are, ES modules, only with this flag; its workers read it from the environment.
const flags = `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`;
become([`${ROOT}node_modules/jest/bin/jest.js`, ...process.argv.slice(2)], { NODE_OPTIONS: flags.trim() });
