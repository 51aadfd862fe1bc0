import { Controller, Get, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IdParam } from '../../../platform/http/id-param.js';
import { Require } from '../../../platform/http/policy.js';
import { GetPicture } from './get-picture.js';

@ApiTags('monitoring')
@Controller('passages/:id/picture')
export class PassagePictureController {
  constructor(private readonly getPicture: GetPicture) {}

  @Get()
  @Require('monitoring.read')
  @ApiOkResponse({ content: { 'image/jpeg': { schema: { type: 'string', format: 'binary' } } } })
  @ApiOperation({
    summary: 'The capture at the door',
    description:
      'The first look fetches it from HikCentral and waits at most 20 s, behind everything else that HikCentral is asked for: 503 with `Retry-After` while it does not come. Each look is audited. 404 after `CAPTURE_RETENTION_DAYS`.',
  })
  async get(@IdParam() id: string): Promise<StreamableFile> {
    const disposition = `inline; filename="passage-${id}.jpg"`;
    return new StreamableFile(await this.getPicture.run(id), { type: 'image/jpeg', disposition });
  }
}
