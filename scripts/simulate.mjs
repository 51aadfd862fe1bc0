import { ensureInstalled } from './ensure-installed.mjs';
import { become } from './launch.mjs';
import { transpile } from './transpile.mjs';

/** `npm run simulate`: works on a fresh clone; the whole product and the simulator run in its own process. */
ensureInstalled();
const folder = await transpile(['src', 'simulator', 'test/simulation', 'test/support']);
become(['--enable-source-maps', `${folder}test/simulation/main.js`, ...process.argv.slice(2)]);
