import { type Difference, type FindingKind } from './drift-findings.js';
import { type AccessFacts } from './facts.js';

/** A person as a list shows it. */
export interface ListedPerson {
  readonly personId: string;
  /** In the organisation of our persons. */
  readonly isOurs: boolean;
  /** Unix milliseconds; null when the list does not say. */
  readonly beginsAtMs: number | null;
  readonly endsAtMs: number | null;
  /** null when this server's lists do not tell. */
  readonly hasFace: boolean | null;
  /** null when the list does not say. */
  readonly levelIds: ReadonlySet<string> | null;
  /** null when we do not know what name was sent. */
  readonly hasSentName: boolean | null;
}

/** What one reading showed of one cardholder. `readAtMs`: when it began. */
export type Sighting =
  | { readonly kind: 'listed'; readonly readAtMs: number; readonly person: ListedPerson }
  /** The whole list was read, without this person. */
  | { readonly kind: 'not-listed'; readonly readAtMs: number }
  | { readonly kind: 'membership'; readonly readAtMs: number; readonly levelId: string; readonly isMember: boolean };

export interface CompareOptions {
  /** What was mended so recently that mending it again would go round in circles. */
  readonly mendedLately: ReadonlySet<FindingKind>;
}

export interface Comparison {
  /** What was read back, added to what we knew; the same object when nothing differs. The plan does the rest. */
  readonly facts: AccessFacts;
  readonly differences: readonly Difference[];
}

export function found(so: Comparison, kind: FindingKind, more: Partial<Omit<Difference, 'kind'>> = {}): Comparison {
  const difference: Difference = { kind, levelIds: [], differs: [], isMended: true, ...more };
  return { ...so, differences: [...so.differences, difference] };
}
