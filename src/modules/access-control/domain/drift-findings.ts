/** What can differ between HikCentral and our record though nothing is on its way. */
export const FINDING_KINDS = [
  /** Something is held, or somebody is there, who should not be. */
  'ghost',
  /** Of ours by organisation and code, and no row of our database knows the code. */
  'unknown_person',
  /** A person who should be there is missing. */
  'hole',
  'wrong_window',
  /** Held and not desired beside what is desired, or desired and not held. */
  'wrong_level',
  'lost_face',
  /** Two records for one guest, or a code of ours that stands for somebody else. */
  'duplicate',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** One difference about one person. Never a name: what differs is named, not quoted. */
export interface Difference {
  readonly kind: FindingKind;
  readonly levelIds: readonly string[];
  /** What differs, by word; empty where the kind says it all. */
  readonly differs: readonly string[];
  /** False: a person must decide. */
  readonly isMended: boolean;
}

export type FindingCounts = Readonly<Record<FindingKind, number>>;

export const NO_FINDINGS: FindingCounts = {
  ghost: 0,
  unknown_person: 0,
  hole: 0,
  wrong_window: 0,
  wrong_level: 0,
  lost_face: 0,
  duplicate: 0,
};

/** So many of ours that our database does not know are a lost answer or two; more are a wrong database. */
export const MOST_UNKNOWN_PERSONS = 20;
