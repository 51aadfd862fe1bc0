/** One call about one cardholder, not yet merged with those of others. */
export type Step =
  | { readonly kind: 'give-level'; readonly levelId: string }
  | { readonly kind: 'take-level'; readonly levelId: string }
  | { readonly kind: 'read-members'; readonly levelId: string }
  | { readonly kind: 'look-up-person'; readonly levelId?: undefined }
  | { readonly kind: 'add-person'; readonly levelId?: undefined }
  | { readonly kind: 'remove-person'; readonly levelId?: undefined }
  | { readonly kind: 'update-person'; readonly levelId?: undefined }
  | { readonly kind: 'update-face'; readonly levelId?: undefined }
  | { readonly kind: 'request-application'; readonly levelId?: undefined }
  | { readonly kind: 'read-application'; readonly levelId?: undefined }
  | { readonly kind: 'read-own-application'; readonly levelId?: undefined };
export type StepKind = Step['kind'];

/**
 * Each side runs in loops of its own, so that a giving call that hangs never holds up a revocation, and whoever waits for a
 * slot to clean up never holds up a guest.
 */
export const SIDES = ['taking', 'giving', 'cleaning'] as const;
export type Side = (typeof SIDES)[number];

export interface NextStep {
  readonly step: Step;
  readonly side: Side;
  /** Unix milliseconds; it may lie in the past. */
  readonly dueAtMs: number;
}

export interface PlanOptions {
  /** HikCentral can tell one person's application, door by door (HikCentral OpenAPI guide). */
  readonly hasOwnApplication: boolean;
  /** The doors of this person's level are not known: the person's own detail names them, and confirms as well. */
  readonly shouldLearnDoors: boolean;
  /** Levels can be given to and taken from persons who are named by their codes (HikCentral OpenAPI guide). */
  readonly changesLevelsByCode: boolean;
}

/** Steps that change nothing and leave no mark on the facts. */
export const READINGS: readonly StepKind[] = [
  'look-up-person',
  'read-members',
  'read-application',
  'read-own-application',
];

export function isReading(kind: StepKind): boolean {
  return READINGS.includes(kind);
}
