import { ApiProperty } from '@nestjs/swagger';
import { IdField, InstantField, IntField, NestedField } from '../../../platform/http/fields.js';
import { type Plain } from '../../../platform/http/plain.js';
import { type CallBudget } from '../../hikcentral-gateway/index.js';
import { type Stats } from '../application/read-stats.js';
import { showWatermark, WatermarkResponse } from './watermark.response.js';

const MS_PER_SECOND = 1_000;

export class CallBudgetResponse {
  @IdField()
  serverId!: string;

  @IntField({ min: 1, description: 'Calls in any window, as configured.' })
  limit!: number;

  @IntField({ min: 0, description: 'Less than `limit` for a while after HikCentral refused us within it.' })
  effectiveLimit!: number;

  @IntField({ min: 0, description: 'Of the window that ends now.' })
  used!: number;

  @IntField({ min: 0, description: 'Kept for revocation.' })
  kept!: number;

  @ApiProperty({ type: Number })
  windowSeconds!: number;

  @InstantField({ nullable: true, description: 'While a refusal or an outage is waited out.' })
  pausedUntil!: Date | null;
}

export class StatsResponse {
  @InstantField()
  at!: Date;

  @IntField({ min: 0, description: 'Visits announced and not begun.' })
  expected!: number;

  @IntField({ min: 0, description: 'As many as `GET /on-site` names.' })
  onSite!: number;

  @IntField({ min: 0, description: 'Guests inside after the end of their visit.' })
  overstaying!: number;

  @IntField({ min: 0, description: 'Open visits whose access waits for a person to act.' })
  failedAccess!: number;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Age of the oldest access that should be gone and was not read back as gone; null: there is none.',
  })
  oldestUnrevokedSeconds!: number | null;

  @ApiProperty({ type: CallBudgetResponse, isArray: true, description: 'One for each HikCentral.' })
  callBudget!: CallBudgetResponse[];

  @IntField({ min: 0, description: 'Guests for whom a step towards HikCentral is due and waits for a free call.' })
  queueDepth!: number;

  @NestedField(() => WatermarkResponse)
  watermark!: WatermarkResponse;
}

export function showStats({ at, visits, access, budgets, watermark }: Stats): Plain<StatsResponse> {
  const since = access.oldestUnrevokedSince;
  return {
    at,
    expected: visits.expected,
    onSite: visits.onSite,
    overstaying: visits.overstaying,
    failedAccess: access.failed,
    oldestUnrevokedSeconds: since && Math.max(0, (at.getTime() - since.getTime()) / MS_PER_SECOND),
    callBudget: budgets.map(showBudget),
    queueDepth: access.due,
    watermark: showWatermark(watermark, at),
  };
}

function showBudget(budget: CallBudget): Plain<CallBudgetResponse> {
  const { serverId, limit, effectiveLimit, usedInWindow, revokeReserve, windowMs, pausedUntil } = budget;
  const windowSeconds = windowMs / MS_PER_SECOND;
  return { serverId, limit, effectiveLimit, used: usedInWindow, kept: revokeReserve, windowSeconds, pausedUntil };
}
