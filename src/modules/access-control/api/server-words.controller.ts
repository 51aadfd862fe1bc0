import { Body, Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { answerAs } from '../../../platform/http/idempotency/answer-as.js';
import { IdField, TextField } from '../../../platform/http/fields.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { type Plain } from '../../../platform/http/plain.js';
import { Answers, Require } from '../../../platform/http/policy.js';
import { DisableServer } from '../application/disable-server.js';
import { AdoptServer } from '../application/adopt-server.js';
import { type HikCentralServer } from '../../hikcentral-gateway/index.js';
import { ReasonRequest } from './reason.request.js';

class ServerOfWordResponse {
  @IdField()
  id!: string;

  @TextField({ max: 256 })
  name!: string;

  @TextField({ max: 2_048 })
  baseUrl!: string;
}

@ApiTags('hikcentral servers')
@Controller('hikcentral-servers')
export class ServerWordsController {
  constructor(
    private readonly adoptServer: AdoptServer,
    private readonly disableServer: DisableServer,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Post(':id/adopt')
  @Require('administration')
  @Answers(ServerOfWordResponse)
  @ApiOperation({
    summary: 'Let this database change a HikCentral server',
    description:
      'A database that meets another base URL or AppKey than before, or runs under another `SECRET_KEY`, may be a copy: it only reads there (`OBSERVE_ONLY`) until this call.',
  })
  async adopt(@IdParam() serverId: string): Promise<Plain<ServerOfWordResponse>> {
    return this.answer(() => this.adoptServer.run(serverId));
  }

  @Post(':id/disable')
  @HttpCode(HttpStatus.ACCEPTED)
  @Require('administration')
  @Answers(ServerOfWordResponse)
  @ApiOperation({
    summary: 'Leave a HikCentral server',
    description:
      'From the answer on nobody is given anything there (`SERVER_DISABLED`); every level that was ever given is taken, and then every person of ours. `GET /hikcentral-servers` says how many are left. The server of the settings too.',
  })
  async disable(@IdParam() serverId: string, @Body() { reason }: ReasonRequest): Promise<Plain<ServerOfWordResponse>> {
    return this.answer(() => this.disableServer.disable(serverId, reason));
  }

  @Post(':id/enable')
  @HttpCode(HttpStatus.ACCEPTED)
  @Require('administration')
  @Answers(ServerOfWordResponse)
  @ApiOperation({
    summary: 'Come back to a HikCentral server',
    description: 'Whoever should be let in is built there again from our own record.',
  })
  async enable(@IdParam() serverId: string, @Body() { reason }: ReasonRequest): Promise<Plain<ServerOfWordResponse>> {
    return this.answer(() => this.disableServer.enable(serverId, reason));
  }

  private answer(verb: () => Promise<HikCentralServer>): Promise<Plain<ServerOfWordResponse>> {
    return answerAs(this.unitOfWork, verb, (_tx, { id, name, baseUrl }) => Promise.resolve({ id, name, baseUrl }));
  }
}
