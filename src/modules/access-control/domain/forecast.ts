import { type AccessErrorCode, type AccessForecast, type AccessStatus } from '../../../contracts/ports/visit-access.js';
import { MAX_SHARED } from './facts.js';
import { type StepKind } from './step.js';

/** The call budget, as far as a forecast needs it. */
export interface ForecastBudget {
  readonly limit: number;
  readonly revokeReserve: number;
  readonly windowMs: number;
  readonly usedInWindow: number;
  readonly pausedUntil: Date | null;
}

/** How many guests wait for a call of each kind. */
export type Waiting = Readonly<Partial<Record<StepKind, number>>>;

export interface ForecastFrom {
  readonly status: AccessStatus;
  readonly lastErrorCode: AccessErrorCode | null;
  readonly grantedAt: Date | null;
  /** Nothing is sent for this visit before; null: as soon as it is its turn. */
  readonly nextAttemptAt: Date | null;
  /** As agreed. */
  readonly validFrom: Date;
  /** Whoever goes before this guest, and this guest. */
  readonly waiting: Waiting;
  /** null: no server is known. */
  readonly budget: ForecastBudget | null;
  readonly now: Date;
}

export type ForecastReason = AccessErrorCode | 'NOT_IN_TIME' | 'ACCESS_ENDED';

export interface Forecast {
  readonly verdict: AccessForecast['verdict'];
  readonly reasons: readonly ForecastReason[];
  readonly expectedReadyAt: Date | null;
}

/** The doors' own delay and the first confirmation round. */
const SETTLING_MS = 5_000;
/** Members, then application. */
const READINGS_TO_CONFIRM = 2;

/** Will this guest get in at `validFrom`, if HikCentral goes on as it does now? */
export function forecastAccess(from: ForecastFrom): Forecast {
  const errors = from.lastErrorCode === null ? [] : [from.lastErrorCode];
  if (from.lastErrorCode === 'OBSERVE_ONLY') return { verdict: 'blocked', reasons: errors, expectedReadyAt: null };
  switch (from.status) {
    case 'granted':
      return { verdict: 'ready', reasons: [], expectedReadyAt: from.grantedAt };
    case 'failed':
    case 'awaiting_photo':
      return { verdict: 'blocked', reasons: errors, expectedReadyAt: null };
    case 'revoking':
    case 'revoked':
      return {
        verdict: 'blocked',
        reasons: [from.lastErrorCode === 'SUSPENDED' ? 'SUSPENDED' : 'ACCESS_ENDED'],
        expectedReadyAt: null,
      };
    default: {
      const expectedReadyAt = from.budget === null ? null : readyAt(from, from.budget);
      const isInTime = expectedReadyAt !== null && expectedReadyAt <= from.validFrom;
      const reasons: ForecastReason[] = isInTime ? errors : [...errors, 'NOT_IN_TIME'];
      return { verdict: reasons.length > 0 ? 'at_risk' : 'ready', reasons, expectedReadyAt };
    }
  }
}

/** Calls until everybody who waits has been confirmed: persons one by one, levels by twenty, the rest for all at once. */
export function callsUntilConfirmed(waiting: Waiting): number {
  const of = (...kinds: readonly StepKind[]): number => kinds.reduce((sum, kind) => sum + (waiting[kind] ?? 0), 0);
  const single = of('look-up-person', 'add-person', 'update-person', 'update-face');
  const gives = Math.ceil(of('look-up-person', 'add-person', 'give-level') / MAX_SHARED);
  const application = single + of('give-level', 'request-application') > 0 ? 1 : 0;
  const readings = of('read-members', 'read-application', 'read-own-application') + application > 0;
  return single + gives + application + (readings ? READINGS_TO_CONFIRM : 0);
}

function readyAt({ nextAttemptAt, waiting, now }: ForecastFrom, budget: ForecastBudget): Date {
  const freeFromMs = Math.max(now.getTime(), budget.pausedUntil?.getTime() ?? 0);
  const doneAtMs = freeFromMs + waitMs(callsUntilConfirmed(waiting), budget);
  return new Date(Math.max(doneAtMs, nextAttemptAt?.getTime() ?? 0) + SETTLING_MS);
}

/** What is left of this window may burst; then each window serves the limit less what is kept for revocation. */
function waitMs(calls: number, { limit, revokeReserve, usedInWindow, windowMs }: ForecastBudget): number {
  const perWindow = Math.max(1, limit - revokeReserve);
  const leftNow = Math.max(0, perWindow - usedInWindow);
  return Math.max(0, Math.ceil((calls - leftNow) / perWindow)) * windowMs;
}
