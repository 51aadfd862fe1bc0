import { parseArgs } from 'node:util';
import { ensureBuilt } from './ensure-built.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { become, ROOT } from './launch.mjs';

/** `npm run fuzz:gateway [-- --runs 10000 --seed 1]`: works on a fresh clone. The same seed meets the same answers. */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
for (const [name, value] of Object.entries(values)) {
  if (/^[1-9]\d{0,8}$/.test(value)) continue;
  console.error(`--${name} must be a whole number from 1 to 999999999, not ${value}`);
  process.exit(2);
}

ensureInstalled();
ensureBuilt();
const flags = `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`;
become([`${ROOT}node_modules/jest/bin/jest.js`, '--rootDir', ROOT, `${ROOT}test/fuzz`], {
  NODE_OPTIONS: flags.trim(),
  FUZZ_RUNS: values.runs,
  FUZZ_SEED: values.seed,
});
