import { PLANTED_BUGS } from '../planted-bugs.js';
import { Crew } from './crew.js';
import { type Job, type JobResult } from './job.js';
import { say } from './say.js';

export interface PlantedOptions {
  readonly first: number;
  readonly last: number;
  readonly workers: number;
  /** One bug by its name. */
  readonly only?: string;
}

/** Runs each planted bug until a seed catches it. @returns whether all were caught */
export async function runPlanted({ first, last, workers, only }: PlantedOptions): Promise<boolean> {
  const crew = await Crew.hire(workers, 'A');
  const missed: string[] = [];
  for (const { name, about } of PLANTED_BUGS.filter((bug) => only === undefined || bug.name === only)) {
    let caught: JobResult | null = null;
    await crew.run(jobs(name, first, last), (result) => {
      if (result.violations.length > 0 && (caught === null || result.seed < caught.seed)) caught = result;
      if (result.error !== null) throw new Error(result.error);
      return caught === null;
    });
    // Written by the callback, which the compiler does not follow.
    const by = caught as JobResult | null;
    if (by === null) missed.push(name);
    const what =
      by === null ? 'NOT CAUGHT' : `seed ${by.seed}: ${by.violations[0]?.invariant} ${by.violations[0]?.text}`;
    say(`${name} (${about}): ${what}`);
  }
  await crew.dismiss();
  say(missed.length === 0 ? 'every planted bug was caught' : `not caught: ${missed.join(', ')}`);
  return missed.length === 0;
}

function* jobs(bug: string, first: number, last: number): Generator<Job> {
  for (let seed = first; seed <= last; seed += 1) yield { seed, tier: 'A', bug };
}
