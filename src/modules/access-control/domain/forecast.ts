import { type AccessForecast, type VisitAccessView } from '../../../contracts/ports/visit-access.js';

/** The call budget, as far as a forecast needs it. */
export interface ForecastBudget {
  readonly limit: number;
  readonly revokeReserve: number;
  readonly windowMs: number;
  readonly pausedUntil: Date | null;
}

/** Add, give, apply, and a round of two readings (reference §11). */
const CALLS_PER_GUEST = 5;
/** The doors' own delay and the first confirmation round. */
const SETTLING_MS = 5_000;

/** When a guest will get in, if HikCentral goes on as it does now. @param backlog guests who wait for a call before */
export function forecastAccess(
  access: VisitAccessView,
  backlog: number,
  budget: ForecastBudget | null,
  now: Date,
): AccessForecast {
  const reasons = access.lastError === null ? [] : [{ code: access.lastError.code, detail: access.lastError.message }];
  switch (access.status) {
    case 'granted':
      return { verdict: 'ready', reasons: [], expectedReadyAt: access.grantedAt };
    case 'failed':
    case 'awaiting_photo':
    case 'revoking':
    case 'revoked':
      return { verdict: 'blocked', reasons, expectedReadyAt: null };
    default: {
      const startMs = Math.max(
        now.getTime(),
        access.nextAttemptAt?.getTime() ?? 0,
        budget?.pausedUntil?.getTime() ?? 0,
      );
      const expectedReadyAt = new Date(startMs + waitMs(backlog, budget) + SETTLING_MS);
      return { verdict: reasons.length > 0 || budget === null ? 'at_risk' : 'ready', reasons, expectedReadyAt };
    }
  }
}

function waitMs(backlog: number, budget: ForecastBudget | null): number {
  if (budget === null) return 0;
  const perWindow = Math.max(1, budget.limit - budget.revokeReserve);
  return Math.floor(((backlog + 1) * CALLS_PER_GUEST) / perWindow) * budget.windowMs;
}
