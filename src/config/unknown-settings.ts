import { SETTING_NAMES } from './settings-table.js';
import { type Environment } from './settings-rules.js';

/** One mistyped letter per this many: PORT has no near miss, since so short a name says nothing. */
const LETTERS_PER_SLIP = 6;
const OUR_PREFIXES = ['HIKCENTRAL_', 'VESTIBULE_'];

/** Lines about variables that look like ours and are not: a misspelt setting would silently keep its default. */
export function warnOfUnknownSettings(env: Environment): readonly string[] {
  const known = new Set<string>(SETTING_NAMES);
  return Object.keys(env)
    .filter((name) => !known.has(name))
    .flatMap((name) => {
      const meant = nearest(name);
      if (meant !== null) return [`${name} is no setting and is ignored; ${meant} is one`];
      return OUR_PREFIXES.some((prefix) => name.startsWith(prefix)) ? [`${name} is no setting and is ignored`] : [];
    });
}

function nearest(name: string): string | null {
  const candidates = SETTING_NAMES.map((known) => ({ known, slips: editDistance(name.toUpperCase(), known) }));
  const best = candidates.reduce((left, right) => (right.slips < left.slips ? right : left));
  return best.slips <= Math.floor(best.known.length / LETTERS_PER_SLIP) ? best.known : null;
}

/** Levenshtein distance, one row of the matrix at a time. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of Array.from(from).entries()) {
    const next = [index + 1];
    for (const [column, other] of Array.from(to).entries()) {
      const above = row[column + 1] ?? 0;
      const diagonal = row[column] ?? 0;
      next.push(Math.min(above + 1, (next[column] ?? 0) + 1, diagonal + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
