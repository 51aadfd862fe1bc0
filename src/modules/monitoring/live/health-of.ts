import { type Stats } from '../application/read-stats.js';
import { isCurrent } from '../domain/watermark.js';

/** Two windows of the usual call limit, the doors' own delay, and patience for a door that is slow. */
const WORRYING_UNREVOKED_MS = 5 * 60_000;

/** What keeps the picture from being whole, or guests from coming and going as agreed. */
export const HEALTH_REASONS = ['passages_late', 'hikcentral_paused', 'revocation_late', 'unreadable'] as const;
export type HealthReason = (typeof HEALTH_REASONS)[number];

export function reasonsIn({ at, watermark, budgets, access }: Stats): HealthReason[] {
  const { oldestUnrevokedSince: since } = access;
  return [
    ...(isCurrent(watermark.completeTo, at) ? [] : ['passages_late' as const]),
    ...(budgets.some(({ pausedUntil }) => pausedUntil !== null) ? ['hikcentral_paused' as const] : []),
    ...(since !== null && at.getTime() - since.getTime() > WORRYING_UNREVOKED_MS ? ['revocation_late' as const] : []),
  ];
}
