import { Controller, Get, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Settings } from '../../../config/settings.js';
import { currentContext } from '../../../platform/context/request-context.js';
import { type Plain } from '../../../platform/http/plain.js';
import { Answers, Require } from '../../../platform/http/policy.js';
import { ListOnSite } from '../application/list-on-site.js';
import { musterCsv } from '../muster/muster-csv.js';
import { MUSTER_POLICY, musterPage } from '../muster/muster-page.js';
import { OnSiteResponse, showMuster } from './on-site.response.js';

const TEXT = { schema: { type: 'string' as const } };

@ApiTags('monitoring')
@Controller()
export class OnSiteController {
  constructor(
    private readonly listOnSite: ListOnSite,
    private readonly settings: Settings,
  ) {}

  /** The muster list: who is inside. */
  @Get('on-site')
  @Require('monitoring.read')
  @Answers(OnSiteResponse)
  async list(): Promise<Plain<OnSiteResponse>> {
    return showMuster(await this.listOnSite.run());
  }

  /** The muster list as a file for spreadsheets: UTF-8 with its mark, nothing in it is a formula. */
  @Get('on-site.csv')
  @Require('monitoring.read')
  @ApiResponse({ status: 200, content: { 'text/csv': TEXT } })
  async file(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const muster = await this.listOnSite.run();
    // `2026-11-21T18-44-05Z`: no colon, which no file name on Windows may have.
    const madeAt = `${muster.at.toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
    reply
      .type('text/csv; charset=utf-8; header=present')
      .header('content-disposition', `attachment; filename="on-site-${madeAt}.csv"`);
    return musterCsv(muster);
  }

  /** The muster list for paper, in the caller's language and the site's time. */
  @Get('on-site.html')
  @Require('monitoring.read')
  @ApiResponse({ status: 200, content: { 'text/html': TEXT } })
  async page(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { language } = currentContext();
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', MUSTER_POLICY)
      .header('content-language', language);
    return musterPage(await this.listOnSite.run(), language, this.settings.siteTimeZone);
  }
}
