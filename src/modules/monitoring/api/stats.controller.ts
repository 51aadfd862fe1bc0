import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Require } from '../../../platform/http/policy.js';
import { type Plain } from '../../../platform/http/plain.js';
import { ReadStats } from '../application/read-stats.js';
import { showStats, StatsResponse } from './stats.response.js';

@ApiTags('monitoring')
@Controller('stats')
export class StatsController {
  constructor(private readonly readStats: ReadStats) {}

  /** What stands on the wall: guests, access, calls to HikCentral, passages. */
  @Get()
  @Require('monitoring.read')
  @Answers(StatsResponse)
  async read(): Promise<Plain<StatsResponse>> {
    return showStats(await this.readStats.run());
  }
}
