import { parseArgs } from 'node:util';
import { runPlanted } from './command/run-planted.js';
import { runSeeds } from './command/run-seeds.js';
import { TIERS } from './tiers.js';
import { say } from './command/say.js';

const HELP = `npm run simulate -- [--tier A|B] [--seeds 1..2000] [--bug <name>] [--story] [--workers 2]
npm run simulate -- --planted [--bug <name>] [--seeds 1..100]

Runs whole worlds from their seeds; exits 1 when one of them breaks an invariant, or a planted bug is not caught.`;

const { values } = parseArgs({
  options: {
    tier: { type: 'string', default: 'A' },
    seeds: { type: 'string' },
    story: { type: 'boolean', default: false },
    planted: { type: 'boolean', default: false },
    bug: { type: 'string' },
    workers: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const tier = values.tier === 'A' || values.tier === 'B' ? TIERS[values.tier] : null;
const seeds = /^(\d+)(?:\.\.(\d+))?$/.exec(values.seeds ?? (values.planted ? '1..100' : '1..20'));
if (values.help || tier === null || seeds === null) {
  say(HELP);
  process.exit(values.help ? 0 : 64);
}
const first = Number(seeds[1]);
const last = Number(seeds[2] ?? seeds[1]);
const workers = Number(values.workers ?? 2);
const { bug } = values;
const isGood = values.planted
  ? await runPlanted({ first, last, workers, ...(bug !== undefined && { only: bug }) })
  : await runSeeds({ tier, first, last, workers, hasStory: values.story, ...(bug !== undefined && { bug }) });
process.exit(isGood ? 0 : 1);
