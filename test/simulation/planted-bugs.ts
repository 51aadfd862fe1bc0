import { ACCESS_BUGS } from './planted/access-bugs.js';
import { BELIEF_BUGS } from './planted/belief-bugs.js';
import { BUDGET_BUGS } from './planted/budget-bugs.js';
import { type BugRow } from './planted/planting.js';

/** Mistakes made at the wiring, one for each protection. */
export const PLANTED_BUGS: readonly BugRow[] = [...BUDGET_BUGS, ...ACCESS_BUGS, ...BELIEF_BUGS];

export function findBug(name: string): BugRow {
  const bug = PLANTED_BUGS.find((row) => row.name === name);
  if (bug === undefined) throw new Error(`no planted bug is called ${name}`);
  return bug;
}
