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
  const sound = new SoundSeeds(crew);
  for (const { name, about } of PLANTED_BUGS.filter((bug) => only === undefined || bug.name === only)) {
    const by = await catchBug(crew, sound, name, first, last);
    if (by === null) missed.push(name);
    const what =
      by === null ? 'NOT CAUGHT' : `seed ${by.seed}: ${by.violations[0]?.invariant} ${by.violations[0]?.text}`;
    say(`${name} (${about}): ${what}`);
  }
  await crew.dismiss();
  say(missed.length === 0 ? 'every planted bug was caught' : `not caught: ${missed.join(', ')}`);
  return missed.length === 0;
}

/** The first seed that fails with the bug, and without it does not. */
async function catchBug(
  crew: Crew,
  sound: SoundSeeds,
  bug: string,
  first: number,
  last: number,
): Promise<JobResult | null> {
  for (let from = first; from <= last;) {
    let failed: JobResult | null = null;
    await crew.run(jobs(bug, from, last), (result) => {
      if (result.error !== null) throw new Error(result.error);
      if (result.violations.length > 0 && (failed === null || result.seed < failed.seed)) failed = result;
      return failed === null;
    });
    // Written by the callback, which the compiler does not follow.
    const by = failed as JobResult | null;
    if (by === null || (await sound.has(by.seed))) return by;
    from = by.seed + 1;
  }
  return null;
}

/** Seeds that hold without any bug; each is run once. */
class SoundSeeds {
  private readonly known = new Map<number, boolean>();

  constructor(private readonly crew: Crew) {}

  async has(seed: number): Promise<boolean> {
    if (!this.known.has(seed)) {
      await this.crew.run([{ seed, tier: 'A', bug: null } as const].values(), ({ violations, error }) => {
        this.known.set(seed, violations.length === 0 && error === null);
        return false;
      });
    }
    return this.known.get(seed) === true;
  }
}

function* jobs(bug: string, first: number, last: number): Generator<Job> {
  for (let seed = first; seed <= last; seed += 1) yield { seed, tier: 'A', bug };
}
