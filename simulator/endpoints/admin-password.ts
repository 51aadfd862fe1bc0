import { CODES, Refusal } from '../refusal.js';
import { type Call, type Endpoint, isAtLeast } from './endpoint.js';

/** How many wrong passwords lock an address, and for how long. No figure is published; these are ours. */
const ATTEMPTS_BEFORE_LOCK = 5;
const LOCK_MS = 30 * 60_000;
const PASSWORD_SINCE = '3.0.1';

interface Attempts {
  wrong: number;
  lockedUntilMs: number;
}

const attemptsOfWorld = new WeakMap<object, Map<string, Attempts>>();

export const adminPasswordEndpoints: readonly Endpoint[] = [
  {
    path: '/api/resource/v1/person/deleteconfig/get',
    since: PASSWORD_SINCE,
    handle: ({ profile }) => ({ enable: profile.deletePassword === null ? 0 : 1 }),
  },
];

/**
 * Deletions ask for the password from V3.0.1 on, when the site has switched that on.
 * @throws Refusal 0x00072001 without one; 2 with `data.remainLockNumber` for a wrong one; 65 once the address is locked
 */
export function requireAdminPassword({ fields, profile, world, address }: Call): void {
  if (profile.deletePassword === null || !isAtLeast(profile, PASSWORD_SINCE)) return;
  const attempts = attemptsOf(world, address);
  const nowMs = world.nowMs();
  if (attempts.lockedUntilMs > nowMs) throw new Refusal(CODES.userLocked, 'locked', { remainLockNumber: 0 });
  if (attempts.wrong >= ATTEMPTS_BEFORE_LOCK) attempts.wrong = 0;
  if (fields.text('adminPassword') === profile.deletePassword) {
    attempts.wrong = 0;
    return;
  }
  attempts.wrong += 1;
  const remainLockNumber = ATTEMPTS_BEFORE_LOCK - attempts.wrong;
  if (remainLockNumber === 0) attempts.lockedUntilMs = nowMs + LOCK_MS;
  throw new Refusal(CODES.parameterWrong, 'wrong password', { remainLockNumber });
}

function attemptsOf(world: object, address: string): Attempts {
  const byAddress = attemptsOfWorld.get(world) ?? new Map<string, Attempts>();
  attemptsOfWorld.set(world, byAddress);
  const attempts = byAddress.get(address) ?? { wrong: 0, lockedUntilMs: 0 };
  byAddress.set(address, attempts);
  return attempts;
}
