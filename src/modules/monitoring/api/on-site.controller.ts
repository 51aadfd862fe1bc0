import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Require } from '../../../platform/http/policy.js';
import { ListOnSite } from '../application/list-on-site.js';
import { OnSiteResponse, showMuster } from './on-site.response.js';
import { type Plain } from '../../../platform/http/plain.js';

@ApiTags('monitoring')
@Controller('on-site')
export class OnSiteController {
  constructor(private readonly listOnSite: ListOnSite) {}

  /** The muster list: who is inside. */
  @Get()
  @Require('monitoring.read')
  @Answers(OnSiteResponse)
  async list(): Promise<Plain<OnSiteResponse>> {
    return showMuster(await this.listOnSite.run());
  }
}
