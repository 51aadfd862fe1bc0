import { assertLength } from '../mapping/limits.js';
import { asPasswordRefusal } from '../mapping/refusals.js';
import { type Operation } from './operation.js';

/** Not published; longer than any password that is accepted when one is set (our rule). */
const MAX_PASSWORD_LENGTH = 128;

/** A deletion that is repeatable without a password, with one. @throws RangeError for a password outside 1–128 characters */
export function withAdminPassword<T>(operation: Operation<T>, adminPassword: string): Operation<T> {
  assertLength("administrator's password", adminPassword, 1, MAX_PASSWORD_LENGTH);
  return { ...operation, effect: 'once', body: { ...operation.body, adminPassword } };
}

/**
 * A deletion, with the administrator's password where the site asks for one (from 3.0.1). Without it a deletion said twice
 * is one; with it each try may cost one of few, so nothing repeats it blindly.
 */
export function deletion(
  path: string,
  handle: Readonly<Record<string, unknown>>,
  adminPassword: string | null,
): Omit<Operation<void>, 'name'> {
  if (adminPassword !== null) assertLength("administrator's password", adminPassword, 1, MAX_PASSWORD_LENGTH);
  return {
    effect: adminPassword === null ? 'repeatable' : 'once',
    path,
    body: { ...handle, ...(adminPassword !== null && { adminPassword }) },
    read: () => undefined,
    readRefusal: asPasswordRefusal,
  };
}
