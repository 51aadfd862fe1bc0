import { say } from '../simulation/command/say.js';
import { callOf, rowOf, tableOf } from './report.js';
import { type Round, type RoundResult } from './round.js';
import { Worker } from './worker.js';

export interface RunOptions {
  readonly seed: number;
  /** How many rounds run at the same time. */
  readonly workers: number;
}

/** A life has so many calls more or fewer than the recorded one, when a confirmation takes one round more. */
const LEAST_HIT_SHARE = 0.9;

/** @returns whether every round was right, and enough of them hit what they were for */
export async function runRounds(rounds: readonly Round[], options: RunOptions): Promise<boolean> {
  const beganAtMs = performance.now();
  const results: RoundResult[] = [];
  const waiting = [...rounds];
  const work = async (number: number): Promise<void> => {
    const worker = new Worker(`chaos_${number}`, options.seed);
    for (let round = waiting.shift(); round !== undefined; round = waiting.shift()) {
      const result = await worker.run(round);
      results.push(result);
      tellProgress(result, results.length, rounds.length);
      if (result.faults.length > 0) tellFailure(result, options.seed);
    }
    await worker.close();
  };
  await Promise.all(Array.from({ length: Math.min(options.workers, rounds.length) }, (_, index) => work(index + 1)));
  results.sort((one, other) => one.round.number - other.round.number);
  say(`\n${tableOf(results.map(rowOf))}\n`);
  return sumUp(results, performance.now() - beganAtMs);
}

function tellProgress(result: RoundResult, done: number, all: number): void {
  const [number, call, moment, what, outcome, seconds] = rowOf(result);
  const took = `${(result.tookMs / 1_000).toFixed(0)} s`;
  say(
    `[${done}/${all}, ${took}] ${number}: ${call}, ${moment}, ${what}: ${outcome} ${seconds ? `after ${seconds} s` : ''}`,
  );
}

function tellFailure({ round, faults, story }: RoundResult, seed: number): void {
  say(`\nround ${round.number} (${callOf(round)}) is not right:`);
  for (const fault of faults) say(`  ${fault}`);
  say(`replay: npm run chaos:crash -- --only ${round.number} --seed ${seed}\n`);
  for (const line of story) say(line);
}

function sumUp(results: readonly RoundResult[], tookMs: number): boolean {
  const right = results.filter(({ faults }) => faults.length === 0);
  const hit = results.filter(({ isHit }) => isHit);
  const times = right.flatMap(({ isHit, rightAfterMs }) => (isHit && rightAfterMs !== null ? [rightAfterMs] : []));
  times.sort((one, other) => one - other);
  const seconds = (ms: number | undefined): string => `${((ms ?? 0) / 1_000).toFixed(1)} s`;
  say(`${results.length - hit.length} of ${results.length} rounds did not meet their call`);
  say(`to the right state: median ${seconds(times[Math.floor(times.length / 2)])}, at most ${seconds(times.at(-1))}`);
  say(`${right.length} of ${results.length} right, in ${(tookMs / 60_000).toFixed(1)} min`);
  return right.length === results.length && hit.length >= results.length * LEAST_HIT_SHARE;
}
