import { VisitStaleError } from '../visits.errors.js';

/**
 * @param expectedVersion the version that the caller read; null: whatever it is now
 * @throws VISIT_STALE
 */
export function refuseStale({ version }: { readonly version: number }, expectedVersion: number | null): void {
  if (expectedVersion !== null && expectedVersion !== version) throw new VisitStaleError(version);
}
