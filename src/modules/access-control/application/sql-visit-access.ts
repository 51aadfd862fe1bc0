import { Injectable } from '@nestjs/common';
import { PassageReading } from '../../../contracts/ports/passage-reading.js';
import { type AccessForecast, VisitAccess, type VisitAccessView } from '../../../contracts/ports/visit-access.js';
import { Clock } from '../../../platform/clock/clock.js';
import { currentContext } from '../../../platform/context/request-context.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { HikCentralGateway } from '../../hikcentral-gateway/index.js';
import { LevelsRefusedError } from '../access-control.errors.js';
import { READINESS_TEXTS } from '../access-control.problems.js';
import { forecastAccess } from '../domain/forecast.js';
import { AccessLevelRepository } from '../persistence/access-level-repository.js';
import { CardholderRepository } from '../persistence/cardholder-repository.js';
import { VisitAccessRepository } from '../persistence/visit-access-repository.js';
import { viewAccess } from './view-access.js';

/** A cache older than this says nothing about what HikCentral has now. */
const LEVELS_BELIEVED_FOR_MS = 24 * 3_600_000;

/** Answers what `visits` asks about access. */
@Injectable()
export class SqlVisitAccess extends VisitAccess {
  constructor(
    private readonly visitAccess: VisitAccessRepository,
    private readonly cardholders: CardholderRepository,
    private readonly levels: AccessLevelRepository,
    private readonly gateway: HikCentralGateway,
    private readonly passages: PassageReading,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async ofVisits(tx: Transaction, visitIds: readonly string[]): Promise<ReadonlyMap<string, VisitAccessView>> {
    const now = this.clock.now();
    const { language } = currentContext();
    const rows = await this.visitAccess.ofVisits(tx, visitIds);
    return new Map(rows.map((row) => [row.visitId, viewAccess(row, now, language)]));
  }

  override async forecast(tx: Transaction, visitId: string): Promise<AccessForecast> {
    const now = this.clock.now();
    const { language } = currentContext();
    const [row] = await this.visitAccess.ofVisits(tx, [visitId]);
    // The visit says itself that it is over.
    if (row === undefined || row.claim === null) return { verdict: 'blocked', reasons: [], expectedReadyAt: null };
    const { status, lastError, grantedAt, nextAttemptAt } = viewAccess(row, now, language);
    const { validFrom } = row.claim;
    const [budget] = await this.gateway.budgets(tx);
    const forecast = forecastAccess({
      status,
      lastErrorCode: lastError?.code ?? null,
      grantedAt,
      nextAttemptAt,
      validFrom,
      waiting: await this.cardholders.waitingUntil(tx, row.stored?.cardholderId ?? null, validFrom, now),
      budget: budget === undefined ? null : { ...budget, limit: budget.effectiveLimit },
      now,
    });
    // Says nothing of getting in, so it changes no verdict: of coming and leaving some is seen late.
    const isPartlyLate = await this.passages.isPartlyLate(tx, row.stored?.serverId ?? null);
    const codes = isPartlyLate ? [...forecast.reasons, 'PASSAGES_PARTLY_LATE' as const] : forecast.reasons;
    const reasons = codes.map((code) => ({ code, detail: READINESS_TEXTS[code][language] }));
    return { ...forecast, reasons };
  }

  override async checkLevels(tx: Transaction, levelIds: readonly string[]): Promise<void> {
    const known = await this.levels.all(tx);
    const freshSinceMs = this.clock.now().getTime() - LEVELS_BELIEVED_FOR_MS;
    if (!known.some(({ fetchedAt }) => fetchedAt.getTime() > freshSinceMs)) return;
    const servers = new Set<string>();
    for (const [index, levelId] of levelIds.entries()) {
      const level = known.find((one) => one.levelId === levelId);
      if (level === undefined) throw new LevelsRefusedError('LEVEL_UNKNOWN', levelId, index);
      servers.add(level.serverId);
      if (servers.size > 1) throw new LevelsRefusedError('LEVELS_OF_TWO_SERVERS', levelId, index);
    }
  }
}
