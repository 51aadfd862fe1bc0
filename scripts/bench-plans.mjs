import { ensureBuilt } from './ensure-built.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { become, ROOT } from './launch.mjs';

const PASSAGES = '1000000';
const SPEC = `${ROOT}test/integration/modules/monitoring/persistence/plans.spec.ts`;

/** `npm run bench:plans`: lists and figures beside a million passages walk indexes, each in one query. */
ensureInstalled();
ensureBuilt();
const flags = `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`;
become([`${ROOT}node_modules/jest/bin/jest.js`, '--rootDir', ROOT, '--verbose', SPEC], {
  NODE_OPTIONS: flags.trim(),
  PLANS_PASSAGES: PASSAGES,
});
