import { Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { IdField, TextField } from '../../../platform/http/fields.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { type Plain } from '../../../platform/http/plain.js';
import { Answers, Require } from '../../../platform/http/policy.js';
import { AdoptServer } from '../application/adopt-server.js';

class AdoptedServerResponse {
  @IdField()
  id!: string;

  @TextField({ max: 256 })
  name!: string;

  @TextField({ max: 2_048 })
  baseUrl!: string;
}

@ApiTags('hikcentral servers')
@Controller('hikcentral-servers')
export class AdoptServerController {
  constructor(private readonly adoptServer: AdoptServer) {}

  @Post(':id/adopt')
  @Require('administration')
  @Answers(AdoptedServerResponse)
  @ApiOperation({
    summary: 'Let this database change a HikCentral server',
    description:
      'A database that meets another base URL or AppKey than before, or runs under another `SECRET_KEY`, may be a copy: it only reads there (`OBSERVE_ONLY`) until this call.',
  })
  async adopt(@IdParam() serverId: string): Promise<Plain<AdoptedServerResponse>> {
    const { id, name, baseUrl } = await this.adoptServer.run(serverId);
    return { id, name, baseUrl };
  }
}
