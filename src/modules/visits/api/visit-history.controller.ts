import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type AccessForecast } from '../../../contracts/ports/visit-access.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { PageOf, PageQuery, type Page } from '../../../platform/http/page.js';
import { Answers, Require } from '../../../platform/http/policy.js';
import { GetReadiness } from '../application/get-readiness.js';
import { GetTimeline, type TimelineItem } from '../application/get-timeline.js';
import { ReadinessResponse } from './readiness.response.js';
import { TimelineItemResponse } from './timeline.response.js';

/** What has happened with a visit, and what will. */
@ApiTags('visits')
@Controller('visits/:id')
export class VisitHistoryController {
  constructor(
    private readonly getTimeline: GetTimeline,
    private readonly getReadiness: GetReadiness,
  ) {}

  @Get('timeline')
  @Require('visits.read')
  @Answers(PageOf(TimelineItemResponse))
  timeline(@IdParam() id: string, @Query() { limit, cursor }: PageQuery): Promise<Page<TimelineItem>> {
    return this.getTimeline.run(id, limit, cursor);
  }

  @Get('readiness')
  @Require('visits.read')
  @Answers(ReadinessResponse)
  readiness(@IdParam() id: string): Promise<AccessForecast> {
    return this.getReadiness.run(id);
  }
}
