import {
  VisitAccess,
  type AccessForecast,
  type AccessStatus,
  type VisitAccessView,
} from '../../../src/contracts/ports/visit-access.js';
import { type Transaction } from '../../../src/platform/database/transaction.js';
import { AppError } from '../../../src/platform/errors/app-error.js';

export const UNKNOWN_LEVEL = 'nowhere';

class LevelUnknownError extends AppError {
  override readonly code = 'LEVEL_UNKNOWN';
  override readonly kind = 'refused';
  override readonly retry = 'never';
}

/** Stands where access-control will: one statement a call, and what a test says. */
export class AccessDouble extends VisitAccess {
  readonly statuses = new Map<string, AccessStatus>();
  forecastIs: AccessForecast = { verdict: 'ready', reasons: [], expectedReadyAt: null };

  override async ofVisits(tx: Transaction, visitIds: readonly string[]): Promise<ReadonlyMap<string, VisitAccessView>> {
    await tx.query('SELECT id FROM visits WHERE id = ANY ($1)', [visitIds]);
    return new Map(visitIds.map((id) => [id, this.view(this.statuses.get(id) ?? 'pending')]));
  }

  override forecast(): Promise<AccessForecast> {
    return Promise.resolve(this.forecastIs);
  }

  override checkLevels(_tx: Transaction, levelIds: readonly string[]): Promise<void> {
    return levelIds.includes(UNKNOWN_LEVEL)
      ? Promise.reject(new LevelUnknownError('a level is not known'))
      : Promise.resolve();
  }

  private view(status: AccessStatus): VisitAccessView {
    return {
      desired: 'granted',
      status,
      personCode: null,
      hikcentralPersonId: null,
      serverId: null,
      validFrom: null,
      validTo: null,
      exposureEndsAt: null,
      doors: [],
      attempts: 0,
      nextAttemptAt: null,
      lastError: null,
      grantedAt: null,
      revokedAt: null,
    };
  }
}
