import { scopeOf, type Permission } from '../../../contracts/permissions.js';
import { currentContext } from '../../../platform/context/request-context.js';

/** E-mail of the caller when they may reach their own visits only; null when they may reach all. */
export function ownHostEmail(permission: Permission): string | null {
  const { role, email } = currentContext().actor;
  if (role === null || scopeOf(role, permission) === 'all') return null;
  // A caller without an address owns nothing, and no visit has an empty one.
  return email ?? '';
}
