/** One measured figure with the bound it is held to. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  /** As it is promised. */
  readonly bound: string;
  readonly isKept: boolean;
}

/** A number that may be as large as `most`. */
export function atMost(what: string, measured: number, most: number, show = plain): Figure {
  return { what, measured: show(measured), bound: `≤ ${show(most)}`, isKept: measured <= most };
}

/** A number that may be as small as `least`. */
export function atLeast(what: string, measured: number, least: number, show = plain): Figure {
  return { what, measured: show(measured), bound: `≥ ${show(least)}`, isKept: measured >= least };
}

export const plain = (value: number): string => String(value);
export const hundredths = (value: number): string => value.toFixed(2);
export const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
export const milliseconds = (value: number): string => `${value.toFixed(0)} ms`;

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** @returns whether all are kept */
export function tell(title: string, figures: readonly Figure[]): boolean {
  say(title);
  const width = Math.max(...figures.map(({ what }) => what.length));
  for (const { what, measured, bound, isKept } of figures) {
    say(`  ${isKept ? 'ok    ' : 'MISSED'} ${what.padEnd(width)}  ${measured.padStart(9)}  ${bound}`);
  }
  return figures.every(({ isKept }) => isKept);
}
