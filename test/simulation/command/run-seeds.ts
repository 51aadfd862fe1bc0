import { type Tier } from '../tiers.js';
import { Crew } from './crew.js';
import { type Job, type JobResult } from './job.js';
import { say } from './say.js';

export interface RunOptions {
  readonly tier: Tier;
  readonly first: number;
  readonly last: number;
  readonly workers: number;
  readonly hasStory: boolean;
  /** Name of a planted bug; absent: none. */
  readonly bug?: string;
}

const PROGRESS_EVERY_MS = 10_000;

/** @returns whether every seed held */
export async function runSeeds({ tier, first, last, workers, hasStory, bug }: RunOptions): Promise<boolean> {
  const crew = await Crew.hire(Math.min(workers, last - first + 1), tier.name);
  const tally = new Tally(last - first + 1);
  await crew.run(jobs(tier.name, first, last, bug ?? null), (result) => {
    tally.add(result);
    if (hasStory) say(result.story);
    if (result.error !== null || result.violations.length > 0) tellFailure(tier, result, hasStory);
    return true;
  });
  await crew.dismiss();
  return tally.sumUp();
}

function* jobs(tier: Tier['name'], first: number, last: number, bug: string | null): Generator<Job> {
  for (let seed = first; seed <= last; seed += 1) yield { seed, tier, bug };
}

function tellFailure({ name }: Tier, { seed, violations, error, story }: JobResult, hasStory: boolean): void {
  if (!hasStory) say(story);
  say(`\nseed ${seed} failed: ${error ?? violations.map(({ invariant, text }) => `${invariant}: ${text}`).join('; ')}`);
  say(`replay: npm run simulate -- --tier ${name} --seeds ${seed} --story\n`);
}

class Tally {
  private readonly startedMs = performance.now();
  private toldAtMs = performance.now();
  private readonly troubles = new Map<string, number>();
  private readonly meters = new Map<string, number>();
  private readonly broken: string[] = [];
  private done = 0;
  private calls = 0;

  constructor(private readonly total: number) {}

  add({ seed, violations, troubles, meters, calls, error }: JobResult): void {
    this.done += 1;
    this.calls += calls;
    addAll(this.troubles, troubles);
    addAll(this.meters, meters);
    const names = violations.map(({ invariant }) => invariant);
    if (error !== null) names.push('error');
    if (names.length > 0) this.broken.push(`${seed} ${[...new Set(names)].join('+')}`);
    if (performance.now() - this.toldAtMs < PROGRESS_EVERY_MS) return;
    this.toldAtMs = performance.now();
    say(`${this.done}/${this.total} seeds, ${this.perMinute} a minute, ${this.broken.length} failed`);
  }

  sumUp(): boolean {
    const seconds = (performance.now() - this.startedMs) / 1_000;
    say(
      `${this.done} seeds in ${seconds.toFixed(0)} s (${this.perMinute} a minute), ${this.calls} calls to HikCentral`,
    );
    say(`troubles: ${listed(this.troubles)}`);
    const inSeconds = new Map([...this.meters].map(([kind, ms]) => [`${kind}-seconds`, Math.round(ms / 1_000)]));
    say(`within what is allowed: ${listed(inSeconds)}`);
    say(this.broken.length === 0 ? '0 violations' : `failed: ${this.broken.join(', ')}`);
    return this.broken.length === 0;
  }

  private get perMinute(): number {
    return Math.round((this.done * 60_000) / (performance.now() - this.startedMs));
  }
}

function addAll(sums: Map<string, number>, more: ReadonlyMap<string, number>): void {
  for (const [name, count] of more) sums.set(name, (sums.get(name) ?? 0) + count);
}

function listed(counts: ReadonlyMap<string, number>): string {
  return (
    [...counts]
      .sort()
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'none'
  );
}
