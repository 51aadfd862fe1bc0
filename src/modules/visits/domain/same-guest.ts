/** What may identify a guest who is known already. The same phone or e-mail only suggests, so they are not here. */
export interface GuestKeys {
  readonly id: string | null;
  /** Keyed hash of the identity number, as hexadecimal. */
  readonly identityFingerprint: string | null;
  readonly studentId: string | null;
}

export interface KnownGuestKeys extends GuestKeys {
  readonly id: string;
}

export type SameGuest =
  | { readonly kind: 'new' }
  | { readonly kind: 'known'; readonly guestId: string }
  /** A guest id was named that nobody has. */
  | { readonly kind: 'unknown-id' }
  /** What was said names two people, or gives one person the number of another. */
  | { readonly kind: 'conflict'; readonly field: 'identityNumber' | 'studentId' };

/** Who is meant, among the guests that share at least one key with what was said. */
export function whoIsMeant(said: GuestKeys, known: readonly KnownGuestKeys[]): SameGuest {
  const byIdentity = known.find(
    (guest) => said.identityFingerprint !== null && guest.identityFingerprint === said.identityFingerprint,
  );
  const byStudent = known.find((guest) => said.studentId !== null && guest.studentId === said.studentId);
  const byId = known.find((guest) => guest.id === said.id);
  if (said.id !== null && byId === undefined) return { kind: 'unknown-id' };
  const meant = byId ?? byIdentity ?? byStudent;
  if (meant === undefined) return { kind: 'new' };
  if (byIdentity !== undefined && byIdentity.id !== meant.id) return { kind: 'conflict', field: 'identityNumber' };
  if (byStudent !== undefined && byStudent.id !== meant.id) return { kind: 'conflict', field: 'studentId' };
  return { kind: 'known', guestId: meant.id };
}

/** Spaces and dashes are how people group a number, and case is how they type it: none of them makes another person. */
export function normaliseIdentityNumber(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\p{Pd}]/gu, '')
    .toUpperCase();
}

/** null where there is too little to show the end of it without showing most of it. */
export function lastFour(identityNumber: string): string | null {
  const normal = normaliseIdentityNumber(identityNumber);
  return normal.length >= 6 ? normal.slice(-4) : null;
}
