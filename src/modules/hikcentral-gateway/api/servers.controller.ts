import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { IdParam } from '../../../platform/http/id-param.js';
import { type Page, PageOf, PageQuery } from '../../../platform/http/page.js';
import { Answers, Creates, Require } from '../../../platform/http/policy.js';
import { AddServer } from '../application/add-server.js';
import { ChangeServer } from '../application/change-server.js';
import { ListServers } from '../application/list-servers.js';
import { RemoveServer } from '../application/remove-server.js';
import { type ServerTest, TestServer } from '../application/test-server.js';
import { type ServerView } from '../persistence/server-catalogue.js';
import {
  AddServerRequest,
  ChangeServerRequest,
  RemoveServerQuery,
  toServerChanges,
  toServerToAdd,
} from './server-requests.dto.js';
import { ServerResponse, ServerTestResponse } from './server-responses.dto.js';

@ApiTags('hikcentral servers')
@Controller('hikcentral-servers')
export class ServersController {
  constructor(
    private readonly listServers: ListServers,
    private readonly addServer: AddServer,
    private readonly changeServer: ChangeServer,
    private readonly removeServer: RemoveServer,
    private readonly testServer: TestServer,
  ) {}

  @Get()
  @Require('administration')
  @Answers(PageOf(ServerResponse))
  @ApiOperation({ summary: 'HikCentral servers, newest first' })
  list(@Query() query: PageQuery): Promise<Page<ServerView>> {
    return this.listServers.run(query);
  }

  @Post()
  @Require('administration')
  @Creates(({ id }: ServerView) => `/hikcentral-servers/${id}`)
  @Answers(ServerResponse)
  @ApiOperation({
    summary: 'Add a HikCentral server',
    description: 'It is spoken to within two seconds. One that was removed is back under its old id.',
  })
  add(@Body() body: AddServerRequest): Promise<ServerView> {
    return this.addServer.run(toServerToAdd(body));
  }

  @Patch(':id')
  @Require('administration')
  @Answers(ServerResponse)
  @ApiOperation({
    summary: 'Change a HikCentral server',
    description:
      'Takes effect within two seconds. 409 for the server of the settings, and for another base URL or AppKey while it holds cardholders of ours: that would be another server.',
  })
  change(@IdParam() id: string, @Body() body: ChangeServerRequest): Promise<ServerView> {
    return this.changeServer.run(id, toServerChanges(body));
  }

  @Delete(':id')
  @Require('administration')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({
    summary: 'Remove a HikCentral server',
    description:
      '409 for the server of the settings, and while it holds cardholders of ours, with how many are left: disable it first, and they are taken out of it. `force=true` for one that is gone for ever: they are given up, and what of theirs was not taken ends with the validity that HikCentral has.',
  })
  remove(@IdParam() id: string, @Query() { force }: RemoveServerQuery): Promise<void> {
    return this.removeServer.run(id, force === true);
  }

  @Post(':id/test')
  @Require('administration')
  @Answers(ServerTestResponse)
  @ApiOperation({
    summary: 'Ask a HikCentral server whether all is well',
    description:
      'Through network, TLS, signature and licence. What stands in the way is an answer; 503 with `Retry-After` when nobody could be asked within 20 s.',
  })
  test(@IdParam() id: string): Promise<ServerTest> {
    return this.testServer.run(id);
  }
}
