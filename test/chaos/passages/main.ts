import { parseArgs } from 'node:util';
import { say } from '../../simulation/command/say.js';
import { startTestPostgres } from '../../support/start-test-postgres.js';
import { runPassages } from './run-passages.js';

const HELP = `npm run chaos:passages -- [--events 100000] [--guests 60] [--kill-every 10000] [--seed 1]

Passages out of order, twice, late and hidden, pushed and polled, into a product that is killed again and again; exits 1 when
one is lost or doubled, or a visit is not what its passages make of it.`;

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '100000' },
    guests: { type: 'string', default: '60' },
    'kill-every': { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});
const numbers = [values.events, values.guests, values['kill-every'], values.seed];
if (values.help || !numbers.every((text) => /^[1-9]\d{0,6}$/.test(text))) {
  say(HELP);
  process.exit(values.help ? 0 : 64);
}
const [events = 0, guests = 0, killEvery = 0, seed = 0] = numbers.map(Number);

const startedAtMs = performance.now();
const stopPostgres = await startTestPostgres();
let isGood: boolean;
try {
  const result = await runPassages({ label: 'chaos_passages', events, guests, killEvery, seed, say });
  const { held, ours, kills, lost, doubled, faults, said } = result;
  say(`${held} events at HikCentral, ${ours} of them of guests, ${kills} kills: ${lost} lost, ${doubled} doubled`);
  for (const fault of faults) say(`NOT RIGHT: ${fault}`);
  isGood = faults.length === 0;
  if (!isGood) say(said);
  say(`${isGood ? 'all right' : 'not right'}, in ${((performance.now() - startedAtMs) / 60_000).toFixed(1)} min`);
} finally {
  await stopPostgres();
}
process.exit(isGood ? 0 : 1);
