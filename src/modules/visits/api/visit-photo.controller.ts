import { Controller, Delete, Get, Header, Put, Req, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { Settings } from '../../../config/settings.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { Answers, Require } from '../../../platform/http/policy.js';
import { AcceptsUpload, readUpload } from '../../../platform/http/upload.js';
import { DeletePhoto } from '../application/delete-photo.js';
import { GetPhoto } from '../application/get-photo.js';
import { PutPhoto, type PhotoView } from '../application/put-photo.js';
import { type VisitView } from '../application/visit-view.js';
import { PhotoResponse } from './photo.response.js';
import { VisitResponse } from './visit.response.js';

const PHOTO_FIELD = 'photo';

@ApiTags('visits')
@Controller('visits/:id/photo')
export class VisitPhotoController {
  constructor(
    private readonly putPhoto: PutPhoto,
    private readonly getPhoto: GetPhoto,
    private readonly deletePhoto: DeletePhoto,
    private readonly settings: Settings,
  ) {}

  @Put()
  @Require('visits.write')
  @AcceptsUpload()
  @ApiConsumes('multipart/form-data', 'image/jpeg', 'image/png', 'image/bmp')
  @ApiBody({
    schema: { type: 'object', required: [PHOTO_FIELD], properties: { photo: { type: 'string', format: 'binary' } } },
  })
  @Answers(PhotoResponse)
  put(@IdParam() id: string, @Req() request: FastifyRequest): Promise<PhotoView> {
    return this.putPhoto.run(id, () => readUpload(request, PHOTO_FIELD, this.settings.maxImageBytes));
  }

  @Get()
  @Require('visits.read')
  @Header('Cache-Control', 'no-store')
  @ApiOkResponse({ content: { 'image/jpeg': { schema: { type: 'string', format: 'binary' } } } })
  async get(@IdParam() id: string): Promise<StreamableFile> {
    return new StreamableFile(await this.getPhoto.run(id), { type: 'image/jpeg' });
  }

  @Delete()
  @Require('visits.write')
  @Answers(VisitResponse)
  delete(@IdParam() id: string): Promise<VisitView> {
    return this.deletePhoto.run(id);
  }
}
