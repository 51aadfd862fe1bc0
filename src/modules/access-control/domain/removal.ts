import { type Claims, type DesiredAccess } from './desired-access.js';
import { type AccessFacts } from './facts.js';

/** A deletion that a look-up proved. */
export interface ProvedRemoval {
  readonly callId: string;
  readonly askedAtMs: number;
  readonly cause: 'retention' | 'no_photo' | 'no_consent' | 'guest_forgotten' | 'server_disabled';
}

/** What became known between `before` and `after`; null: nothing about a deletion, or the person is still there. */
export function provedRemoval(
  before: AccessFacts,
  after: AccessFacts,
  claims: Claims | null,
  { isPersonToGo, isCleanUp }: DesiredAccess,
  isServerDisabled: boolean,
): ProvedRemoval | null {
  const { remove } = before.person;
  if (remove === null || after.person.remove !== null || after.person.personId !== null) return null;
  const { callId, bookedAtMs: askedAtMs } = remove;
  if (isServerDisabled) return { callId, askedAtMs, cause: 'server_disabled' };
  if (claims === null) return { callId, askedAtMs, cause: 'guest_forgotten' };
  if (claims.faceSha256 === null) return { callId, askedAtMs, cause: 'no_photo' };
  return { callId, askedAtMs, cause: isCleanUp || !isPersonToGo ? 'retention' : 'no_consent' };
}
