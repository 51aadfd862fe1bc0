import { type CallPoint, type Round, type RoundResult } from './round.js';

const MOMENT_WORDS = {
  lost: 'on its way, never takes effect',
  late: 'on its way, takes effect later',
  unread: 'after the effect, answer unread',
};
const ROUND_WORDS = {
  'exit restart': 'killed; the guest leaves',
  'cancel restart': 'killed; the host cancels',
  'cancel-meanwhile restart': 'killed; cancelled while the call is held',
  'exit take-over': 'holder killed, another process goes on',
  'exit freeze': 'holder frozen past its lease, then woken',
} as Record<string, string>;

export const HEADINGS = ['round', 'call', 'moment', 'what', 'outcome', 's to right'];

export function rowOf({ round, isHit, faults, rightAfterMs }: RoundResult): string[] {
  const outcome = faults.length > 0 ? 'WRONG' : isHit ? 'right' : 'right, not hit';
  const seconds = rightAfterMs === null ? '' : (rightAfterMs / 1_000).toFixed(1);
  return [String(round.number), callOf(round), momentOf(round), whatOf(round), outcome, seconds];
}

export function callOf({ blow }: Round): string {
  return blow === null ? 'none' : nameOf(blow.point);
}

export function nameOf({ phase, path, occurrence }: CallPoint): string {
  const name = path.split('/').slice(-2).join('/');
  return `${phase}: ${name}${occurrence > 1 ? ` (${occurrence})` : ''}`;
}

function momentOf({ blow }: Round): string {
  return blow === null ? '' : MOMENT_WORDS[blow.moment];
}

function whatOf({ ending, heir }: Round): string {
  return ROUND_WORDS[`${ending} ${heir}`] ?? `${ending}, ${heir}`;
}

/** Rows under their headings, each column as wide as its widest cell. */
export function tableOf(rows: readonly (readonly string[])[]): string {
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  return [HEADINGS, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
