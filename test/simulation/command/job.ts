import { type SeedResult } from '../run-seed.js';
import { type Tier } from '../tiers.js';

export interface Job {
  readonly seed: number;
  readonly tier: Tier['name'];
  /** Name of a planted bug. */
  readonly bug: string | null;
}

export interface JobResult extends SeedResult {
  readonly tookMs: number;
  /** What neither the product nor the simulation should have thrown. */
  readonly error: string | null;
}

export interface WorkerSettings {
  /** URL without a database's name; null: none is needed. */
  readonly databaseServer: string | null;
}
