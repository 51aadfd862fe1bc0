import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam } from '../../../platform/http/id-param.js';
import { IfMatchVersion, TakesIfMatch } from '../../../platform/http/if-match.js';
import { PageOf, type Page } from '../../../platform/http/page.js';
import { Answers, Creates, Require } from '../../../platform/http/policy.js';
import { AnnounceVisit } from '../application/announce-visit.js';
import { CancelVisit } from '../application/cancel-visit.js';
import { ChangeVisit } from '../application/change-visit.js';
import { CheckInVisit } from '../application/check-in-visit.js';
import { CheckOutVisit } from '../application/check-out-visit.js';
import { FindVisit } from '../application/find-visit.js';
import { ListVisits } from '../application/list-visits.js';
import { type VisitView } from '../application/visit-view.js';
import { AnnounceVisitRequest } from './announce-visit.request.js';
import { ChangeVisitRequest } from './change-visit.request.js';
import { ListVisitsQuery } from './list-visits.query.js';
import { VisitResponse } from './visit.response.js';

@ApiTags('visits')
@Controller('visits')
export class VisitsController {
  constructor(
    private readonly announceVisit: AnnounceVisit,
    private readonly listVisits: ListVisits,
    private readonly findVisit: FindVisit,
    private readonly changeVisit: ChangeVisit,
    private readonly cancelVisit: CancelVisit,
    private readonly checkInVisit: CheckInVisit,
    private readonly checkOutVisit: CheckOutVisit,
  ) {}

  @Post()
  @Require('visits.write')
  @Creates((visit: VisitView) => `/visits/${visit.id}`)
  @Answers(VisitResponse)
  announce(@Body() said: AnnounceVisitRequest): Promise<VisitView> {
    return this.announceVisit.run(said);
  }

  @Get()
  @Require('visits.read')
  @Answers(PageOf(VisitResponse))
  list(@Query() { status, host, q, ...rest }: ListVisitsQuery): Promise<Page<VisitView>> {
    return this.listVisits.run({ ...rest, statuses: status, hostEmail: host, text: q });
  }

  @Get(':id')
  @Require('visits.read')
  @Answers(VisitResponse)
  find(@IdParam() id: string): Promise<VisitView> {
    return this.findVisit.run(id);
  }

  @Patch(':id')
  @Require('visits.write')
  @TakesIfMatch()
  @Answers(VisitResponse)
  change(
    @IdParam() id: string,
    @Body() change: ChangeVisitRequest,
    @IfMatchVersion() expectedVersion: number | null,
  ): Promise<VisitView> {
    return this.changeVisit.run(id, change, expectedVersion);
  }

  @Post(':id/cancel')
  @TakesIfMatch()
  @Require('visits.write')
  @Answers(VisitResponse)
  cancel(@IdParam() id: string, @IfMatchVersion() expectedVersion: number | null): Promise<VisitView> {
    return this.cancelVisit.run(id, expectedVersion);
  }

  @Post(':id/check-in')
  @TakesIfMatch()
  @Require('visits.check-in-out')
  @Answers(VisitResponse)
  checkIn(@IdParam() id: string, @IfMatchVersion() expectedVersion: number | null): Promise<VisitView> {
    return this.checkInVisit.run(id, expectedVersion);
  }

  @Post(':id/check-out')
  @TakesIfMatch()
  @Require('visits.check-in-out')
  @Answers(VisitResponse)
  checkOut(@IdParam() id: string, @IfMatchVersion() expectedVersion: number | null): Promise<VisitView> {
    return this.checkOutVisit.run(id, expectedVersion);
  }
}
