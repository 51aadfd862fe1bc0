import { type GuestKeys } from './same-guest.js';

export interface MergedDetails {
  readonly phone: string | null;
  readonly email: string | null;
  readonly company: string | null;
  readonly studentGroup: string | null;
  readonly course: number | null;
  readonly consentAt: Date | null;
}

const DETAILS = [
  'phone',
  'email',
  'company',
  'studentGroup',
  'course',
  'consentAt',
] as const satisfies (keyof MergedDetails)[];

/** What the record that stays takes over: only what it does not know itself. */
export function takenOver(stays: MergedDetails, goes: MergedDetails): Partial<MergedDetails> {
  const taken = DETAILS.filter((field) => stays[field] === null && goes[field] !== null);
  return Object.fromEntries(taken.map((field) => [field, goes[field]]));
}

export type Key = 'identityNumber' | 'studentId';
type Keys = Pick<GuestKeys, 'identityFingerprint' | 'studentId'>;

/** Keys that both have, each another: what should name one person names two. */
export function differingKeys(stays: Keys, goes: Keys): readonly Key[] {
  const differ = (one: string | null, other: string | null): boolean => one !== null && other !== null && one !== other;
  return [
    ...(differ(stays.identityFingerprint, goes.identityFingerprint) ? (['identityNumber'] as const) : []),
    ...(differ(stays.studentId, goes.studentId) ? (['studentId'] as const) : []),
  ];
}
