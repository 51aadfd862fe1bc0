/** What one case came to. */
export interface Verdict {
  readonly family: string;
  readonly title: string;
  readonly kind: 'agrees' | 'differs' | 'skipped';
  /** What differs, or why it was left out. */
  readonly notes: readonly string[];
  /** Keys of answers that no documentation names. */
  readonly news: readonly string[];
}

/** The case cannot go on: what it needs is not there, and why is no difference. */
export class Skip extends Error {}

/** The case cannot go on: the server did something else than documented. */
export class Difference extends Error {}
