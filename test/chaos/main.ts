import { parseArgs } from 'node:util';
import { say } from '../simulation/command/say.js';
import { startTestPostgres } from '../support/start-test-postgres.js';
import { planRounds } from './plan-rounds.js';
import { nameOf } from './report.js';
import { recordLife } from './record-life.js';
import { runRounds } from './run-rounds.js';

const HELP = `npm run chaos:crash -- [--only 7|7..30] [--seed 1] [--workers 2]

Kills the process at every call of a guest's life, and judges what becomes of the guest; exits 1 when it is not right.`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    help: { type: 'boolean', default: false },
  },
});
const only = /^(\d{1,4})(?:\.\.(\d{1,4}))?$/.exec(values.only ?? '1..9999');
const isFit = only !== null && [values.seed, values.workers].every((text) => /^[1-9]\d{0,5}$/.test(text));
if (values.help || !isFit) {
  say(HELP);
  process.exit(values.help ? 0 : 64);
}

const stopPostgres = await startTestPostgres();
let isGood: boolean;
try {
  const points = await recordLife('chaos_0');
  const [, first, last = first] = only;
  const rounds = planRounds(points).filter(({ number }) => number >= Number(first) && number <= Number(last));
  say(`a life makes ${points.length} calls: ${points.map(nameOf).join(', ')}`);
  say(`${rounds.length} rounds, seed ${values.seed}, ${values.workers} at a time`);
  isGood =
    rounds.length > 0 && (await runRounds(rounds, { seed: Number(values.seed), workers: Number(values.workers) }));
} finally {
  await stopPostgres();
}
process.exit(isGood ? 0 : 1);
