import { EnumField, InstantField, NestedField } from '../../../platform/http/fields.js';
import { type Plain } from '../../../platform/http/plain.js';
import { type Stats } from '../application/read-stats.js';
import { HEALTH_REASONS, type HealthReason } from '../live/health-of.js';
import { ApiProperty } from '@nestjs/swagger';
import { showStats, StatsResponse } from './stats.response.js';

const HEALTH_STATUSES = ['ok', 'degraded', 'failing'] as const;

/** `data` of the event `health`: when a stream opens, then every 15 s. */
export class LiveHealthResponse {
  @InstantField()
  at!: Date;

  @EnumField(HEALTH_STATUSES, { description: '`failing`: nothing can be read now.' })
  status!: (typeof HEALTH_STATUSES)[number];

  @ApiProperty({ enum: HEALTH_REASONS, isArray: true })
  reasons!: HealthReason[];

  @NestedField(() => StatsResponse, { nullable: true, description: 'As `GET /stats`; null for who may not read it.' })
  stats!: StatsResponse | null;
}

export function showLiveHealth(
  at: Date,
  reasons: readonly HealthReason[],
  stats: Stats | null,
): Plain<LiveHealthResponse> {
  const status = stats === null ? 'failing' : reasons.length === 0 ? 'ok' : 'degraded';
  return { at, status, reasons: [...reasons], stats: stats && showStats(stats) };
}
