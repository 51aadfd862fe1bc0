import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IdParam } from '../../../platform/http/id-param.js';
import { type Page, PageOf, PageQuery } from '../../../platform/http/page.js';
import { Answers, Creates, Require, ShownOnce } from '../../../platform/http/policy.js';
import { CreateApiKey, type CreatedApiKey } from '../application/create-api-key.js';
import { ListApiKeys } from '../application/list-api-keys.js';
import { RevokeApiKey } from '../application/revoke-api-key.js';
import { type ApiKey } from '../domain/user.js';
import { ApiKeyResponse, CreateApiKeyRequest, CreatedApiKeyResponse } from './api-key.dto.js';

@ApiTags('api-keys')
@Controller('api-keys')
export class ApiKeysController {
  constructor(
    private readonly listApiKeys: ListApiKeys,
    private readonly createApiKey: CreateApiKey,
    private readonly revokeApiKey: RevokeApiKey,
  ) {}

  @Get()
  @Require('administration')
  @Answers(PageOf(ApiKeyResponse))
  @ApiOperation({ summary: 'API keys that work, newest first' })
  list(@Query() query: PageQuery): Promise<Page<ApiKey>> {
    return this.listApiKeys.run(query);
  }

  @Post()
  @Require('administration')
  @Creates(({ id }: ApiKey) => `/api-keys/${id}`)
  @ShownOnce('key')
  @Answers(CreatedApiKeyResponse)
  @ApiOperation({ summary: 'Make an API key', description: 'The key is in this answer and nowhere else.' })
  create(@Body() body: CreateApiKeyRequest): Promise<CreatedApiKey> {
    return this.createApiKey.run(body);
  }

  @Delete(':id')
  @Require('administration')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiNoContentResponse()
  @ApiOperation({ summary: 'Revoke an API key', description: 'It stops working at once.' })
  revoke(@IdParam() id: string): Promise<void> {
    return this.revokeApiKey.run(id);
  }
}
