import { Body, Controller, Headers, Param, Post } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiParam, ApiTags } from '@nestjs/swagger';
import { LimitsUnreadableBody } from '../../../platform/http/body-limit.js';
import { UnauthenticatedError } from '../../../platform/http/http.errors.js';
import { Answers, Public } from '../../../platform/http/policy.js';
import { type Plain } from '../../../platform/http/plain.js';
import { PUSH_PATH } from '../application/subscribe-to-pushes.js';
import { PushToken } from '../application/push-token.js';
import { PushDesk } from '../jobs/push-desk.js';
import { PushMetrics } from '../push.metrics.js';
import { PushTakenResponse } from './push.response.js';

/** Ten events, which is what pushes were seen to hold, are about six kilobytes; five hundred would still pass. */
const PUSH_MAX_BYTES = 512 * 1_024;

@ApiTags('monitoring')
@Controller(PUSH_PATH)
export class PushesController {
  constructor(
    private readonly token: PushToken,
    private readonly desk: PushDesk,
    private readonly metrics: PushMetrics,
  ) {}

  /** HikCentral's doorbell: makes passages be read. Nothing that is pushed is believed, or kept; what cannot be read rings too. */
  @Post(':serverId')
  @Public()
  @LimitsUnreadableBody(PUSH_MAX_BYTES)
  @ApiParam({ name: 'serverId', schema: { type: 'string', format: 'uuid' } })
  @ApiHeader({ name: 'token', description: 'What we subscribed with.', required: true })
  @ApiBody({ schema: { type: 'object', additionalProperties: true } })
  @Answers(PushTakenResponse)
  take(
    @Param('serverId') serverId: string,
    @Headers('token') token: string | undefined,
    @Body() body: unknown,
  ): Plain<PushTakenResponse> {
    if (token === undefined || !this.token.isOf(serverId, token)) {
      this.metrics.arrived('refused');
      throw new UnauthenticatedError();
    }
    this.desk.take(serverId, body);
    return { code: '0', msg: 'success' };
  }
}
