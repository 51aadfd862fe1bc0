import { ensureBuilt } from './ensure-built.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { become } from './launch.mjs';
import { transpile } from './transpile.mjs';

/** `npm run chaos:passages`: works on a fresh clone; the processes that are killed are those of the build. */
ensureInstalled();
ensureBuilt();
const folder = await transpile(['src', 'simulator', 'test/simulation', 'test/chaos', 'test/support']);
become(['--enable-source-maps', `${folder}test/chaos/passages/main.js`, ...process.argv.slice(2)]);
