import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { type Plain } from '../../../platform/http/plain.js';
import { Answers, Require } from '../../../platform/http/policy.js';
import { DoorIdParam } from '../api/door-id.param.js';
import { DoorOpeningRequest } from './door-opening.request.js';
import { DoorOpeningResponse } from './door-opening.response.js';
import { OpenDoor } from './open-door.js';

@ApiTags('monitoring')
@Controller('doors/:id/open')
export class DoorOpeningController {
  constructor(private readonly openDoor: OpenDoor) {}

  @Post()
  @ApiParam({ name: 'id', type: String, example: '2' })
  @Require('doors.open')
  @Answers(DoorOpeningResponse)
  @ApiOperation({
    summary: 'Open a door once',
    description:
      'Waits for HikCentral, at most 20 s. 503 `HIKCENTRAL_NOT_ASKED`: nothing was sent. 503 `HIKCENTRAL_OUTCOME_UNKNOWN`: it may have opened, look before you try again; it is not tried again by itself. Each caller has six openings a minute.',
  })
  open(@DoorIdParam() id: string, @Body() wish: DoorOpeningRequest): Promise<Plain<DoorOpeningResponse>> {
    return this.openDoor.run(id, wish);
  }
}
