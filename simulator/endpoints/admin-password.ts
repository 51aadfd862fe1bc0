import { CODES, Refusal } from '../refusal.js';
import { type Call, type Endpoint } from './endpoint.js';

/** How many wrong passwords lock the caller. No figure is published; five is ours. */
const ATTEMPTS_BEFORE_LOCK = 5;

const wrongAttempts = new WeakMap<object, number>();

export const adminPasswordEndpoints: readonly Endpoint[] = [
  {
    path: '/api/resource/v1/person/deleteconfig/get',
    handle: ({ profile }) => ({ enable: profile.deletePassword === null ? 0 : 1 }),
  },
];

/**
 * Deletions ask for the password from V3.0.1 on, when the site has switched that on.
 * @throws Refusal 0x00072001 without one; 2 with `data.remainLockNumber` for a wrong one; 65 once locked
 */
export function requireAdminPassword({ fields, profile, world }: Call): void {
  if (profile.deletePassword === null) return;
  const wrongSoFar = wrongAttempts.get(world) ?? 0;
  if (wrongSoFar >= ATTEMPTS_BEFORE_LOCK) throw new Refusal(CODES.userLocked, 'locked', { remainLockNumber: 0 });
  if (fields.text('adminPassword') === profile.deletePassword) {
    wrongAttempts.delete(world);
    return;
  }
  wrongAttempts.set(world, wrongSoFar + 1);
  const remainLockNumber = ATTEMPTS_BEFORE_LOCK - wrongSoFar - 1;
  throw new Refusal(CODES.parameterWrong, 'wrong password', { remainLockNumber });
}
