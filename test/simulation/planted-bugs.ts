import { type PlantedBug } from './product/planted-bug.js';

export interface BugRow {
  readonly name: string;
  readonly about: string;
  readonly plant: () => PlantedBug;
}

export const PLANTED_BUGS: readonly BugRow[] = [];

export function findBug(name: string): BugRow {
  const bug = PLANTED_BUGS.find((row) => row.name === name);
  if (bug === undefined) throw new Error(`no planted bug is called ${name}`);
  return bug;
}
