import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam } from '../../../platform/http/id-param.js';
import { IfMatchVersion, TakesIfMatch } from '../../../platform/http/if-match.js';
import { Answers, Require } from '../../../platform/http/policy.js';
import { FindGuest } from '../application/find-guest.js';
import { type GuestRecordView } from '../application/guest-record-view.js';
import { MergeGuests } from '../application/merge-guests.js';
import { GuestRecordResponse } from './guest-record.response.js';
import { MergeGuestsRequest } from './merge-guests.request.js';

@ApiTags('guests')
@Controller('guests')
export class GuestsController {
  constructor(
    private readonly findGuest: FindGuest,
    private readonly mergeGuests: MergeGuests,
  ) {}

  /** A record that was merged is 404 and says into which. */
  @Get(':id')
  @Require('visits.read')
  @Answers(GuestRecordResponse)
  find(@IdParam() id: string): Promise<GuestRecordView> {
    return this.findGuest.run(id);
  }

  /** This record goes, its visits, photo and numbers are those of the one named. Answers with the one who stays. */
  @Post(':id/merge')
  @TakesIfMatch()
  @Require('guests.merge')
  @Answers(GuestRecordResponse)
  merge(
    @IdParam() id: string,
    @Body() order: MergeGuestsRequest,
    @IfMatchVersion() expectedVersion: number | null,
  ): Promise<GuestRecordView> {
    return this.mergeGuests.run(id, order, expectedVersion);
  }
}
